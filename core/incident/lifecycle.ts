/**
 * The lifecycle of an incident: every state and every move that exists. Nothing else moves an incident, and the diagram
 * in docs/lifecycle.md is generated from this file.
 */
export const statuses = [
  'detected',
  'analyzed',
  'proposed',
  'awaiting_approval',
  'approved',
  'executing',
  'executed',
  'resolved',
  'report_only',
  'notify_failed',
  'rejected',
  'expired',
  'self_recovered',
  'refused',
  'execution_failed',
  'outcome_unknown',
  'fix_ineffective',
  'inconclusive',
  'awaiting_rollback_approval',
  'rolling_back',
  'rolled_back',
  'rollback_failed',
  'closed',
] as const;
export type Status = (typeof statuses)[number];

export const actors = [
  'alarm-handler',
  'analyzer',
  'proposer',
  'notifier',
  'approval-api',
  'executor',
  'validator',
  'rollback',
  'timekeeper',
  'mcp',
] as const;
export type Actor = (typeof actors)[number];

export type Transition = {
  from: Status | null;
  to: Status;
  by: Actor;
  when: string;
  /** Leaves an end: whoever makes it takes the leases again. */
  reopens?: true;
};

const move = (from: Status | null, to: Status, by: Actor, when: string): Transition => ({ from, to, by, when });

export const transitions: readonly Transition[] = [
  move(null, 'detected', 'alarm-handler', 'an alarm fired and a runbook matches'),
  move(null, 'report_only', 'alarm-handler', 'an alarm fired and no runbook matches'),
  move(null, 'detected', 'mcp', 'a person asked for another look at what ended without a change'),

  move('detected', 'analyzed', 'analyzer', 'evidence collected, cause named or abstained'),
  move('analyzed', 'proposed', 'proposer', 'a safe, reversible change was planned'),
  move('analyzed', 'report_only', 'proposer', 'nothing safe to propose'),
  move('proposed', 'awaiting_approval', 'notifier', 'approvers can be reached, request opened'),
  move('proposed', 'notify_failed', 'notifier', 'no approver can be reached'),
  move('awaiting_approval', 'approved', 'approval-api', 'the quorum approved'),
  move('awaiting_approval', 'rejected', 'approval-api', 'an approver rejected'),
  move('awaiting_approval', 'expired', 'timekeeper', 'nobody decided in time'),
  move('approved', 'executing', 'executor', 'every gate passed, claim taken'),
  move('approved', 'refused', 'executor', 'a gate said no'),
  move('executing', 'executed', 'executor', 'every action succeeded'),
  move('executing', 'execution_failed', 'executor', 'an action failed'),
  move('executing', 'outcome_unknown', 'executor', 'an action neither happened nor did not'),
  move('executed', 'resolved', 'validator', 'the expected state is verified'),
  move('executed', 'fix_ineffective', 'validator', 'the expected state was not reached'),
  move('executed', 'inconclusive', 'validator', 'the metrics do not tell'),

  ...(['detected', 'analyzed', 'proposed', 'awaiting_approval', 'approved'] as const).map((from) =>
    move(from, 'self_recovered', 'alarm-handler', 'the alarm went OK before execution'),
  ),
  move('approved', 'self_recovered', 'executor', 'the alarm is OK at the last look'),

  ...(['execution_failed', 'fix_ineffective'] as const).flatMap((from) => [
    move(from, 'rolling_back', 'rollback', 'every proof consents to rollback'),
    move(from, 'awaiting_rollback_approval', 'rollback', 'rollback was not consented'),
  ]),
  move('inconclusive', 'awaiting_rollback_approval', 'rollback', 'a person must judge'),
  move('awaiting_rollback_approval', 'rolling_back', 'approval-api', 'a person approved the rollback'),
  move('awaiting_rollback_approval', 'closed', 'approval-api', 'a person keeps the change, with a reason'),
  move('awaiting_rollback_approval', 'rollback_failed', 'timekeeper', 'nobody decided the rollback'),
  ...(['approval-api', 'mcp'] as const).map((by) => ({
    ...move('resolved', 'awaiting_rollback_approval', by, 'a person asks to take the change back'),
    reopens: true as const,
  })),
  move('awaiting_rollback_approval', 'resolved', 'approval-api', 'a person keeps a change that was resolved'),
  move('awaiting_rollback_approval', 'resolved', 'timekeeper', 'nobody decided to take back what was resolved'),
  move('rolling_back', 'rolled_back', 'rollback', 'the prior state is restored'),
  move('rolling_back', 'rollback_failed', 'rollback', 'the prior state could not be restored'),

  move('detected', 'report_only', 'timekeeper', 'the step never came'),
  move('analyzed', 'report_only', 'timekeeper', 'the step never came'),
  move('proposed', 'notify_failed', 'timekeeper', 'the step never came'),
  move('approved', 'refused', 'timekeeper', 'not executed in time'),
  move('executing', 'outcome_unknown', 'timekeeper', 'the execution never reported'),
  move('executed', 'inconclusive', 'timekeeper', 'the validation never reported'),
  ...(['execution_failed', 'fix_ineffective', 'inconclusive', 'rolling_back'] as const).map((from) =>
    move(from, 'rollback_failed', 'timekeeper', 'the rollback never reported'),
  ),

  ...(['outcome_unknown', 'rollback_failed'] as const).map((from) =>
    move(from, 'closed', 'approval-api', 'a person closed it, with a reason'),
  ),
];

/** Nothing but a reopening moves an incident out of these; reaching one releases its leases. */
export const terminal: ReadonlySet<Status> = new Set(
  statuses.filter((s) => !transitions.some((t) => t.from === s && t.reopens !== true)),
);

/** States in which a named person is asked or told; the notifier starts on each of them. */
export const needsPerson: ReadonlySet<Status> = new Set<Status>([
  'awaiting_approval',
  'report_only',
  'notify_failed',
  'expired',
  'refused',
  'execution_failed',
  'outcome_unknown',
  'fix_ineffective',
  'inconclusive',
  'awaiting_rollback_approval',
  'rollback_failed',
]);

/** No deadline ends these: only a person does. */
export const heldByPerson: ReadonlySet<Status> = new Set(
  statuses.filter((s) => !terminal.has(s) && transitions.every(({ from, by }) => from !== s || by === 'approval-api')),
);

/** Ends without a change, of which somebody may ask for another look. */
export const endedWithoutChange: ReadonlySet<Status> = new Set<Status>([
  'report_only',
  'notify_failed',
  'rejected',
  'expired',
  'self_recovered',
  'refused',
]);

/** True when the table holds this move for this actor. */
export const mayMove = (from: Status | null, to: Status, by: Actor): boolean =>
  transitions.some((t) => t.from === from && t.to === to && t.by === by);

import { keys } from '../../../core/incident/keys.ts';
import type { TransitionRecord } from '../../../core/incident/step.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { Proposal } from '../../../core/remediation/proposal.ts';
import type { MakeInvariant, Scene, Transaction } from './invariant.ts';
import { choiceOf } from './proofs.ts';
import { scopeOf } from './scope.ts';
import { isOpenAt } from './windows.ts';

const hourMs = 3_600_000;

type Run = { incidentId: string; at: number; actions: number };

const beyond = ({ actions }: Proposal, policy: Policy, before: number): string[] => {
  const foreign = actions.filter(({ id }) => !policy.allowedActions.includes(id)).map(({ id }) => id);
  const inHour = before + actions.length;
  const resources = new Set(actions.map(({ target }) => JSON.stringify(target))).size;
  return [
    ...foreign.map((id) => `the policy does not allow ${id}`),
    ...(actions.length > policy.maxActionsPerRun ? [`${actions.length} actions in a run`] : []),
    ...(resources > policy.maxResources ? [`${resources} resources`] : []),
    ...(inHour > policy.maxActionsPerHour ? [`${inHour} actions within an hour`] : []),
  ];
};

/** What the claim must have taken in its own transaction. */
const notTaken = (scene: Scene, { written }: Transaction, { incidentId }: TransitionRecord, { actions }: Proposal) => {
  const { approvalId = '', spoke } = scene.ledger.incidents.get(incidentId) ?? {};
  const taken = new Set(written.filter(({ item }) => item !== undefined).map(({ key }) => `${key.pk} ${key.sk}`));
  const wanted = [
    keys.proofUsed(approvalId),
    keys.recentActions(),
    ...actions.map(({ target }) => ({ pk: `LEASE#${scopeOf(target, spoke)}`, sk: 'HELD' })),
  ].map(({ pk, sk }) => `${pk} ${sk}`);
  return wanted.filter((key) => !taken.has(key)).map((key) => `without taking ${key}`);
};

/**
 * What begins to execute was allowed to at that moment: circuits closed, every switch for it, a window open, within the
 * bounds of the policy for a run and for an hour, the approval used for the first time. A switch that was turned during
 * the run that began was not seen by it.
 */
export const admitted: MakeInvariant = (scene) => {
  const used = new Set<string>();
  let runs: Run[] = [];

  const problems = (transaction: Transaction, step: TransitionRecord): string[] => {
    const { at, by } = transaction;
    const proposal = choiceOf(scene, step.incidentId, step.digests['proposal']);
    const incident = scene.ledger.incidents.get(step.incidentId);
    if (proposal === undefined || incident === undefined) return ['of no stored proposal'];
    const { policy } = scene.ports().policy;
    runs = runs.filter((run) => run.at > at.getTime() - hourMs);
    const before = runs
      .filter(({ incidentId }) => incidentId !== incident.id)
      .reduce((sum, run) => sum + run.actions, 0);
    runs.push({ incidentId: incident.id, at: at.getTime(), actions: proposal.actions.length });
    const again = used.has(incident.approvalId ?? '');
    used.add(incident.approvalId ?? '');
    const scope = scopeOf(incident.resource, incident.spoke);
    const open = scene.brakes.on(['circuit global', `circuit ${scope}`]);
    const off = scene.brakes.onSince(by?.at ?? at, ['execution', 'emergencyStop', 'mode']);
    return [
      ...[...open, ...off].map((brake) => `against ${brake}`),
      ...(policy.mode === 'execute' && proposal.mode === undefined ? [] : ['in a mode in which nothing is']),
      ...(isOpenAt(policy, by?.at ?? at) || isOpenAt(policy, at) ? [] : ['outside of every change window']),
      ...beyond(proposal, policy, before),
      ...(again ? ['on an approval that was used before'] : []),
      ...notTaken(scene, transaction, step, proposal),
    ];
  };

  return {
    transaction: (transaction) =>
      transaction.steps
        .filter(({ from, to }) => to === 'executing' && from !== 'executing')
        .flatMap((step) => problems(transaction, step).map((problem) => `${step.incidentId} executes ${problem}`)),
  };
};

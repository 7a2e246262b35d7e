import { requestItem } from '../../core/approval/request.ts';
import { keys } from '../../core/incident/keys.ts';
import type { TransitionRecord } from '../../core/incident/step.ts';
import { choiceSetDigest, proposalDigest, sha256 } from '../../core/remediation/digest.ts';
import type { JournalEntry } from '../../core/remediation/journal.ts';
import type { Validation } from '../../core/remediation/validation.ts';
import type { Facts } from '../../core/report/facts.ts';
import { decision, request } from './approval.ts';
import { diagnosis, evidence } from './approval-page.ts';
import { incident, later, versions } from './incident.ts';
import { choiceSet, proposal } from './proposal.ts';

const { id } = incident();

export const verified: Validation = {
  outcome: 'verified',
  before: { p99: 1840 },
  after: { p99: 143 },
  alarm: 'OK',
  checks: [{ id: 'p99', before: 1840, after: 143, comparison: 'below', threshold: 200, verdict: 'met' }],
};

const journal = (approvalId: string): JournalEntry[] =>
  proposal().actions.map(({ id: action, provider, target, touched }, n) => ({
    idempotencyKey: `${approvalId}/${n}`,
    provider,
    action,
    target,
    status: 'succeeded',
    prior: Object.fromEntries(touched.map(({ path, before }) => [path, before])),
    observed: Object.fromEntries(touched.map(({ path, after }) => [path, after])),
    executedAt: later(70 + n).toISOString(),
  }));

type Move = Pick<TransitionRecord, 'from' | 'to' | 'by'> & Partial<TransitionRecord>;

/** The records of an incident that was resolved by the change of `proposal()`, which alice approved. */
export const facts = async (change: Partial<Facts> = {}): Promise<Facts> => {
  const made = await decision();
  const { approvalId } = made.proof;
  const set = choiceSet();
  const digests = {
    analyzed: { evidence: sha256(evidence), diagnosis: sha256(diagnosis) },
    proposed: { proposal: proposalDigest(proposal()), choiceSet: choiceSetDigest(set) },
    approved: { decision: made.proof.chosenDigest, proof: sha256(made.proof) },
    resolved: { validation: sha256(verified) },
  };
  const moves: Move[] = [
    { from: null, to: 'detected', by: 'alarm-handler' },
    { from: 'detected', to: 'analyzed', by: 'analyzer', digests: digests.analyzed, reason: 'out of memory (rules)' },
    { from: 'analyzed', to: 'proposed', by: 'proposer', digests: digests.proposed },
    { from: 'proposed', to: 'awaiting_approval', by: 'notifier' },
    { from: 'awaiting_approval', to: 'awaiting_approval', by: 'timekeeper', attempt: 1 },
    {
      from: 'awaiting_approval',
      to: 'approved',
      by: 'approval-api',
      digests: digests.approved,
      person: 'alice',
      reason: 'approved by alice',
      at: made.proof.decidedAt,
    },
    { from: 'approved', to: 'executing', by: 'executor', person: 'alice' },
    { from: 'executing', to: 'executed', by: 'executor' },
    { from: 'executed', to: 'resolved', by: 'validator', digests: digests.resolved, reason: 'verified: pod stable' },
  ];
  const history = moves.map((move, n) => ({
    incidentId: id,
    seq: n + 1,
    at: later(n * 12).toISOString(),
    digests: {},
    versions,
    ...move,
  }));
  return {
    incident: incident({
      status: 'resolved',
      seq: 9,
      changedAt: later(240).toISOString(),
      approvalId,
      reason: 'verified: pod stable',
    }),
    history,
    evidence,
    chart: undefined,
    budget: undefined,
    diagnosis,
    remembered: {
      similar: [
        {
          incidentId: 'inc-20261001000000-aaaaaaaa',
          closedAt: later(-4_000_000).toISOString(),
          likeness: 0.9,
          sameResource: true,
          category: 'oom_killed',
          outcome: 'fixed',
          seconds: 420,
        },
      ],
    },
    choices: set,
    requests: [request({ status: 'approved' })],
    decisions: [made],
    journal: journal(approvalId),
    validation: verified,
    judged: undefined,
    seen: [],
    unreadable: [],
    ...change,
  };
};

/** Facts as items of the table, under the keys of their owners. */
export const factItems = ({ incident: one, ...of }: Facts) => [
  { ...keys.evidence(one.id), body: of.evidence },
  ...(of.chart === undefined ? [] : [{ ...keys.chart(one.id), body: of.chart }]),
  ...(of.budget === undefined ? [] : [{ ...keys.budget(one.id), body: of.budget }]),
  { ...keys.diagnosis(one.id), body: of.diagnosis },
  { ...keys.similar(one.id), body: of.remembered },
  { ...keys.proposal(one.id), body: of.choices },
  { ...keys.validation(one.id), body: of.validation },
  ...(of.judged === undefined ? [] : [{ ...keys.judged(one.id), body: of.judged }]),
  ...of.history.map((step) => ({ ...keys.transition(one.id, step.seq), ...step })),
  ...of.requests.map(requestItem),
  ...of.decisions.map((made) => ({ ...keys.decision(made.proof.approvalId, made.proof.approver), ...made })),
  ...of.journal.map((line) => ({ ...keys.journal(one.id, line.idempotencyKey), body: line })),
];

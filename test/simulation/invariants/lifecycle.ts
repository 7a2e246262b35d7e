import { mayMove } from '../../../core/incident/lifecycle.ts';
import type { TransitionRecord } from '../../../core/incident/step.ts';
import type { Ledger } from '../ledger.ts';
import type { MakeInvariant, Transaction } from './invariant.ts';

/** One more than the last, from where the last one ended, by an actor that may. */
const stepProblem = (step: TransitionRecord, before: TransitionRecord | undefined): string | undefined => {
  const { incidentId, seq, from, to, by } = step;
  const follows = seq === (before?.seq ?? 0) + 1 && from === (before?.to ?? null);
  return follows && (from === to || mayMove(from, to, by))
    ? undefined
    : `${incidentId}: step ${seq} ${from} -> ${to} by ${by} does not follow`;
};

const stateProblem = (ledger: Ledger, id: string): string | undefined => {
  const incident = ledger.incidents.get(id);
  const last = ledger.log(id).at(-1);
  if (incident === undefined) return `${id} has a log and no state`;
  return last?.to === incident.status && last.seq === incident.seq
    ? undefined
    : `${id}: is ${incident.status} (${incident.seq}), its log ends ${last?.to} (${last?.seq})`;
};

const actorProblem = ({ steps, by }: Transaction): string[] =>
  steps
    .filter((step) => by !== undefined && step.by !== by.function)
    .map((step) => `${step.incidentId}: step ${step.seq} says ${step.by}, and ${by?.function} wrote it`);

/**
 * A status moves only as the lifecycle says and only by the actor that it names; each step is the next one, and the state
 * of an incident is the end of its log.
 */
export const lifecycle: MakeInvariant = ({ ledger }) => ({
  transaction: (transaction) => {
    const { steps, touched } = transaction;
    const problems = [
      ...steps.map((step) => stepProblem(step, ledger.log(step.incidentId).at(-2))),
      ...touched.map((id) => stateProblem(ledger, id)),
    ];
    return [...problems.filter((problem) => problem !== undefined), ...actorProblem(transaction)];
  },
});

import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { mayMove, type Status, terminal } from '../../core/incident/lifecycle.ts';
import type { TransitionRecord } from '../../core/incident/step.ts';
import { globalScope } from '../../core/remediation/circuit.ts';
import { isAtRest } from '../../local/run/at-rest.ts';
import type { Ledger } from './ledger.ts';

/** Moves that end an attempt to repair; each one must be counted in the circuits, in its own transaction. */
const counted: ReadonlySet<Status> = new Set([
  'resolved',
  'execution_failed',
  'outcome_unknown',
  'fix_ineffective',
  'inconclusive',
]);

const logProblems = ({ id, seq, status }: Incident, log: readonly TransitionRecord[]): string[] => {
  const last = log.at(-1);
  const broken = log.filter((step, index) => {
    const before = index === 0 ? null : log[index - 1]?.to;
    const moves = step.from === step.to || mayMove(step.from, step.to, step.by);
    return step.seq !== index + 1 || step.from !== before || !moves;
  });
  return [
    ...broken.map((step) => `${id}: step ${step.seq} ${step.from} -> ${step.to} by ${step.by} does not follow`),
    ...(last?.to === status && last.seq === seq ? [] : [`${id}: is ${status} (${seq}), its log ends ${last?.to}`]),
  ];
};

const leaseProblems = ({ incidents, leases }: Ledger): string[] => {
  const holders = new Map<string, string>(
    [...incidents.values()].flatMap(({ id, leases: held }) => held.map((name) => [`LEASE#${name}`, id] as const)),
  );
  return [
    ...[...leases].filter(([pk, id]) => holders.get(pk) !== id).map(([pk]) => `${pk} is held by nobody`),
    ...[...holders].filter(([pk]) => !leases.has(pk)).map(([pk, id]) => `${id} has no ${pk}`),
  ];
};

const incidentProblems = (incident: Incident, log: readonly TransitionRecord[]): string[] => {
  const { id, status, leases, due } = incident;
  return [
    ...logProblems(incident, log),
    ...(terminal.has(status) && leases.length > 0 ? [`${id} is ${status} and still holds leases`] : []),
    ...(due === undefined && !isAtRest(status)
      ? [`${id} is ${status} without a deadline: nothing would ever move it`]
      : []),
  ];
};

const circuitProblems = (ledger: Ledger): string[] => {
  const logs = [...ledger.incidents.keys()].map(ledger.log);
  const outcomes = logs.flat().filter(({ from, to }) => from !== to && counted.has(to)).length;
  const version = ledger.peek(keys.circuit(globalScope))?.['version'] ?? 0;
  return outcomes === version ? [] : [`${outcomes} outcomes, the circuit counted ${JSON.stringify(version)}`];
};

/**
 * What must be true of the table after every single transaction: the state is the end of its log, every step is one of
 * the lifecycle, leases belong to incidents that are not over, whoever waits has a deadline, every outcome is counted.
 * `touched`: the incidents that the transaction wrote; nothing else can have changed in the others.
 */
export const stateProblems = (ledger: Ledger, touched: readonly string[]): string[] => [
  ...touched.flatMap((id) => {
    const incident = ledger.incidents.get(id);
    return incident === undefined ? [`${id} has a log and no state`] : incidentProblems(incident, ledger.log(id));
  }),
  ...leaseProblems(ledger),
  ...circuitProblems(ledger),
];

import { Incident } from '../../core/incident/incident.ts';
import { mayMove, type Status, terminal } from '../../core/incident/lifecycle.ts';
import { TransitionRecord } from '../../core/incident/step.ts';
import type { Item } from '../../core/incident/table.ts';
import { globalScope } from '../../core/remediation/circuit.ts';
import { isAtRest } from '../../local/run/at-rest.ts';

/** Moves that end an attempt to repair; each one must be counted in the circuits, in its own transaction. */
const counted: ReadonlySet<Status> = new Set([
  'resolved',
  'execution_failed',
  'outcome_unknown',
  'fix_ineffective',
  'inconclusive',
]);

const own = (items: readonly Item[], pk: string): Item[] => items.filter((item) => item.pk === pk);

/** Every incident in a snapshot of the table. */
export const incidentsOf = (items: readonly Item[]): Incident[] =>
  items.filter(({ pk, sk }) => pk.startsWith('INCIDENT#') && sk === 'STATE').map((item) => Incident.parse(item));

/** The transition log of an incident in a snapshot of the table, as it happened. */
export const logOf = (items: readonly Item[], id: string): TransitionRecord[] =>
  own(items, `INCIDENT#${id}`)
    .filter(({ sk }) => sk.startsWith('T#'))
    .map((item) => TransitionRecord.strip().parse(item))
    .sort((a, b) => a.seq - b.seq);

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

const leaseProblems = (items: readonly Item[], incidents: readonly Incident[]): string[] => {
  const held = items.filter(({ pk }) => pk.startsWith('LEASE#'));
  const holders = new Map<string, string>(
    incidents.flatMap(({ id, leases }) => leases.map((name) => [`LEASE#${name}`, id] as const)),
  );
  return [
    ...held.filter(({ pk, incidentId }) => holders.get(pk) !== incidentId).map(({ pk }) => `${pk} is held by nobody`),
    ...[...holders].filter(([pk]) => own(held, pk).length === 0).map(([pk, id]) => `${id} has no ${pk}`),
    ...incidents
      .filter(({ status, leases }) => terminal.has(status) && leases.length > 0)
      .map(({ id, status }) => `${id} is ${status} and still holds leases`),
  ];
};

/**
 * What must be true of the table after every single transaction: the state is the end of its log, every step is one of
 * the lifecycle, leases belong to incidents that are not over, whoever waits has a deadline, every outcome is counted.
 */
export const stateProblems = (items: readonly Item[]): string[] => {
  const incidents = incidentsOf(items);
  const logs = incidents.map((incident) => logOf(items, incident.id));
  const outcomes = logs.flat().filter(({ from, to }) => from !== to && counted.has(to)).length;
  const [circuit] = own(items, `CIRCUIT#${globalScope}`);
  return [
    ...incidents.flatMap((incident, index) => logProblems(incident, logs[index] ?? [])),
    ...leaseProblems(items, incidents),
    ...incidents
      .filter(({ status, due }) => due === undefined && !isAtRest(status))
      .map(({ id, status }) => `${id} is ${status} without a deadline: nothing would ever move it`),
    ...(outcomes === (circuit?.['version'] ?? 0)
      ? []
      : [`${outcomes} outcomes, the circuit counted ${String(circuit?.['version'])}`]),
  ];
};

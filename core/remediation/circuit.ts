import * as z from 'zod';
import { keys } from '../incident/keys.ts';
import type { Item, Key, Table, Write } from '../incident/table.ts';

/** Two consecutive failures open a circuit; design rule 10. */
const failuresToOpen = 2;

/** `failures` counts in a row; once open, only a person closes it. */
export const Circuit = z.object({
  open: z.boolean(),
  failures: z.int().nonnegative(),
  version: z.int().nonnegative(),
  openedAt: z.iso.datetime().optional(),
  lastIncident: z.string().optional(),
});
export type Circuit = z.infer<typeof Circuit>;

export const globalScope = 'global';
const closed: Circuit = { open: false, failures: 0, version: 0 };

const namesOf = (scope: string): string[] => [globalScope, scope];

/** The keys of the global circuit and that of a scope, for who reads more than these by one request. */
export const circuitKeys = (scope: string): Key[] => namesOf(scope).map(keys.circuit);

/** Both circuits by name, from the items of `circuitKeys`; one that was never written is closed. */
export const circuitsOf = (scope: string, items: readonly (Item | undefined)[]): { name: string; circuit: Circuit }[] =>
  namesOf(scope).map((name, n) => ({ name, circuit: items[n] === undefined ? closed : Circuit.parse(items[n]) }));

/** The global circuit and that of a scope as stored. */
export const readCircuits = async (table: Table, scope: string): Promise<{ name: string; circuit: Circuit }[]> =>
  circuitsOf(scope, await table.getAll(circuitKeys(scope)));

/** Whether nothing at all may execute: what an alarm goes on saying until a person closes the circuit. */
export const isGloballyOpen = async (table: Pick<Table, 'getAll'>): Promise<boolean> => {
  const [item] = await table.getAll([keys.circuit(globalScope)]);
  return item !== undefined && Circuit.parse(item).open;
};

/** The circuit after one more verified success or failure. A success resets the count and never closes. */
export const counted = (circuit: Circuit, outcome: 'success' | 'failure', incidentId: string, at: Date): Circuit => {
  const failures = outcome === 'success' ? 0 : circuit.failures + 1;
  const open = circuit.open || failures >= failuresToOpen;
  return {
    ...circuit,
    failures,
    open,
    version: circuit.version + 1,
    lastIncident: incidentId,
    ...(open && circuit.openedAt === undefined ? { openedAt: at.toISOString() } : {}),
  };
};

/** The writes that count an outcome for a scope and globally; they belong into the transaction of the transition. */
export const countingWrites = async (
  table: Table,
  scope: string,
  outcome: 'success' | 'failure',
  incidentId: string,
  at: Date,
): Promise<Write[]> =>
  (await readCircuits(table, scope)).map(({ name, circuit }): Write => {
    const item = { ...keys.circuit(name), ...counted(circuit, outcome, incidentId, at) };
    return circuit.version === 0
      ? { kind: 'create', item }
      : { kind: 'replace', item, when: [{ attribute: 'version', is: 'equal', value: circuit.version }] };
  });

/** The checks that both circuits are closed, for the executor's claim. */
export const closedChecks = (scope: string): Write[] =>
  circuitKeys(scope).map((key) => ({
    kind: 'check',
    key,
    when: [{ attribute: 'open', is: 'differs', value: true }],
  }));

import { keys } from '../../../core/incident/keys.ts';
import type { Status } from '../../../core/incident/lifecycle.ts';
import { Circuit } from '../../../core/remediation/circuit.ts';
import type { Written } from '../../../local/engine/memory-table.ts';
import type { MakeInvariant } from './invariant.ts';
import { scopeOf } from './scope.ts';

/** How an attempt to repair ended, for each move that ends one; two failures in a row open a circuit. */
const outcomes: Partial<Record<Status, 'success' | 'failure'>> = {
  resolved: 'success',
  execution_failed: 'failure',
  outcome_unknown: 'failure',
  fix_ineffective: 'failure',
  inconclusive: 'failure',
};
const failuresToOpen = 2;

type Count = { failures: number; open: boolean };

/** Whether the same transaction says who closed it and why. */
const closedByPerson = (scope: string, written: readonly Written[]): boolean =>
  written.some(
    ({ item }) =>
      item?.['fact'] === 'circuit_closed' &&
      item['scope'] === scope &&
      Boolean(item['person']) &&
      Boolean(item['reason']),
  );

/** Every outcome is counted in its own transaction, for its scope and for all; only a person closes a circuit. */
export const circuits: MakeInvariant = ({ ledger, brakes }) => {
  const counts = new Map<string, Count>();
  const countOf = (name: string): Count => {
    const count = counts.get(name) ?? { failures: 0, open: false };
    counts.set(name, count);
    return count;
  };
  const count = (name: string, outcome: 'success' | 'failure'): void => {
    const own = countOf(name);
    own.failures = outcome === 'success' ? 0 : own.failures + 1;
    own.open ||= own.failures >= failuresToOpen;
  };
  const problem = (name: string): string[] => {
    const { open, failures } = countOf(name);
    brakes.set(`circuit ${name}`, open);
    const stored = Circuit.safeParse(ledger.peek(keys.circuit(name))).data ?? { open: false, failures: 0 };
    return stored.open === open && stored.failures === failures
      ? []
      : [
          `the circuit ${name}: ${failures} failures in a row, open ${open}; it counted ${stored.failures}, ${stored.open}`,
        ];
  };

  return {
    transaction: ({ steps, written }) => {
      const names = new Set<string>();
      for (const { incidentId, from, to } of steps) {
        const outcome = from === to ? undefined : outcomes[to];
        const { resource, spoke } = ledger.incidents.get(incidentId) ?? {};
        if (outcome === undefined || resource === undefined) continue;
        for (const name of ['global', scopeOf(resource, spoke)]) {
          count(name, outcome);
          names.add(name);
        }
      }
      for (const { key } of written) {
        if (!key.pk.startsWith('CIRCUIT#')) continue;
        const name = key.pk.slice('CIRCUIT#'.length);
        names.add(name);
        if (closedByPerson(name, written)) counts.set(name, { failures: 0, open: false });
      }
      return [...names].flatMap(problem);
    },
  };
};

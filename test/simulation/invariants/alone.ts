import { terminal } from '../../../core/incident/lifecycle.ts';
import type { MakeInvariant } from './invariant.ts';

/**
 * Two incidents never change one resource at once: from its first mutating call until it is over an incident has the
 * resource for itself, by a lease that it holds at each of its calls.
 */
export const alone: MakeInvariant = ({ ledger }) => {
  const changers = new Map<string, Set<string>>();
  return {
    change: ({ resource, incident, way }) => {
      const own = changers.get(resource) ?? new Set<string>();
      changers.set(resource, own);
      own.add(incident.id);
      const others = [...own].filter((id) => {
        const status = ledger.incidents.get(id)?.status;
        return id !== incident.id && status !== undefined && !terminal.has(status);
      });
      const holder = ledger.leases.get(`LEASE#${resource}`);
      return [
        ...others.map((id) => `${resource}: changed by ${incident.id} while ${id} is not over`),
        ...(holder === incident.id
          ? []
          : [`${resource} (${way}): changed without a lease, which ${String(holder)} holds`]),
      ];
    },
  };
};

import { terminal } from '../../../core/incident/lifecycle.ts';
import type { Ledger } from '../ledger.ts';
import type { MakeInvariant } from './invariant.ts';

const problems = ({ incidents, leases }: Ledger): string[] => {
  const holders = new Map<string, string>(
    [...incidents.values()].flatMap(({ id, leases: held }) => held.map((name) => [`LEASE#${name}`, id] as const)),
  );
  return [
    ...[...leases].filter(([pk, id]) => holders.get(pk) !== id).map(([pk]) => `${pk} is held by nobody`),
    ...[...holders].filter(([pk]) => !leases.has(pk)).map(([pk, id]) => `${id} has no ${pk}`),
  ];
};

/** Leases and incidents agree after every transaction; an incident that is over holds none. */
export const leases: MakeInvariant = ({ ledger }) => ({
  transaction: ({ written, touched }) => {
    const over = touched.filter((id) => {
      const incident = ledger.incidents.get(id);
      return incident !== undefined && terminal.has(incident.status) && incident.leases.length > 0;
    });
    const concerned = touched.length > 0 || written.some(({ key }) => key.pk.startsWith('LEASE#'));
    return [
      ...over.map((id) => `${id} is ${ledger.incidents.get(id)?.status} and still holds leases`),
      ...(concerned ? problems(ledger) : []),
    ];
  },
});

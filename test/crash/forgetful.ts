import { memoryClaims } from '../../local/ports/claims.ts';
import type { Claims } from '../../core/remediation/ports.ts';
import type { Table } from '../../core/incident/table.ts';

/**
 * A planted bug, to see that the verdict finds a change that was made twice: the claims and the journal live in the
 * process and die with it, and until a new process has changed something it is shown the cluster as it was before.
 */

const isLine = (sk: string): boolean => sk.startsWith('STEP#');

/** The table, in which lines of the journal are found only by the process that wrote them. */
export const forgetfulTable = (table: Table): Table => {
  const own = new Set<string>();
  return {
    ...table,
    transact: (writes) => {
      for (const write of writes) if ('item' in write && isLine(write.item.sk)) own.add(write.item.sk);
      return table.transact(writes);
    },
    get: async (key) => (isLine(key.sk) && !own.has(key.sk) ? undefined : table.get(key)),
  };
};

/** Claims and the answers of a cluster that go with a process. */
export const forgetfulOutside = () => {
  const seen = new Map<string, unknown>();
  let claims: Claims = memoryClaims();
  let isFresh = false;
  return {
    /** Another process begins. */
    again: (): void => {
      claims = memoryClaims();
      isFresh = true;
    },
    claims: { take: (name: string, body: Record<string, unknown>) => claims.take(name, body) },
    answer: (path: string, args: readonly unknown[], answer: unknown): unknown => {
      if (path === 'kubernetes.patch') isFresh = false;
      if (path !== 'kubernetes.get') return answer;
      const name = JSON.stringify(args);
      if (!seen.has(name)) seen.set(name, answer);
      return isFresh ? seen.get(name) : answer;
    },
  };
};

import type { Writers } from '../../core/remediation/provider.ts';
import type { MemoryTable } from '../../local/engine/memory-table.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { wrapCalls } from './calls.ts';
import { judgeChange } from './change-invariants.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { stateProblems } from './state-invariants.ts';

export type Watch = {
  /** The same ports, watched where they have their effect: below faults and planted bugs. */
  watched(ports: LocalPorts): LocalPorts;
  ledger: Ledger;
  violations: string[];
  /** How often a change was sent, by idempotency key. */
  sent: ReadonlyMap<string, number>;
};

/** Checks the state after every transaction and everything a change needs before every change. Never alters what it sees. */
export const watch = (memory: MemoryTable): Watch => {
  const found = new Set<string>();
  const violations: string[] = [];
  const sent = new Map<string, number>();
  const note = (problems: readonly string[]): void => {
    for (const problem of problems.filter((one) => !found.has(one))) {
      found.add(problem);
      violations.push(problem);
    }
  };
  const ledger = ledgerOf(memory, (abreast, touched) => note(stateProblems(abreast, touched)));

  const watchedWriters = (ports: LocalPorts, opened: Partial<Writers>): Partial<Writers> =>
    wrapCalls(opened, ({ call, target }) =>
      target === undefined
        ? call
        : async (...args) => {
            const { key, problems } = await judgeChange(ports, ledger, target(args));
            const times = (sent.get(key) ?? 0) + 1;
            sent.set(key, times);
            note([...problems, ...(times > 1 ? [`${key}: changed ${times === 2 ? 'twice' : `${times} times`}`] : [])]);
            return call(...args);
          },
    );

  const watched = (ports: LocalPorts): LocalPorts => ({
    ...ports,
    session: {
      ...ports.session,
      open: async (request) => watchedWriters(ports, await ports.session.open(request)),
    },
  });
  return { watched, ledger, violations, sent };
};

import type { MacVerifier, TokenVerifier } from '../../core/approval/ports.ts';
import type { Table } from '../../core/incident/table.ts';

/** Ports that note each call: its kind, and for the table how many items it is about. */
export const counted = (table: Table, linkVerifier: MacVerifier, tokens: TokenVerifier) => {
  const calls: string[] = [];
  const noting =
    <A extends unknown[], R>(call: (...args: A) => R, name: (...args: NoInfer<A>) => string) =>
    (...args: A): R => {
      calls.push(name(...args));
      return call(...args);
    };
  return {
    calls,
    deps: {
      table: {
        get: noting(table.get, () => 'get'),
        getAll: noting(table.getAll, (keys) => `getAll ${keys.length}`),
        list: noting(table.list, () => 'list'),
        newest: noting(table.newest, () => 'newest'),
        due: noting(table.due, () => 'due'),
        byStatus: noting(table.byStatus, () => 'byStatus'),
        transact: noting(table.transact, (writes) => `transact ${writes.length}`),
      } satisfies Table,
      linkVerifier: { verify: noting(linkVerifier.verify, (_message, mac) => `verify ${mac.length}`) },
      tokens: { verify: noting(tokens.verify, () => 'token') },
    },
  };
};

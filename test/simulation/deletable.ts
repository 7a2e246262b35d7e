import type { Readers, Writers } from '../../core/remediation/provider.ts';
import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { wrapCalls } from './calls.ts';

const names = (argument: unknown, deleted: ReadonlySet<string>): boolean =>
  deleted.has(typeof argument === 'string' ? argument : String(Object(argument)['name']));

const without = <P extends Partial<Readers> | Partial<Writers>>(ports: P, deleted: ReadonlySet<string>): P =>
  wrapCalls(ports, ({ call, target }) => async (...args) => {
    if (deleted.size === 0 || !args.some((argument) => names(argument, deleted))) return call(...args);
    if (target === undefined) return undefined;
    throw new PreconditionFailed('there is no such resource');
  });

/** Readers to whom the resources of these names are gone. */
export const readersWithout = (readers: Partial<Readers>, deleted: ReadonlySet<string>): Partial<Readers> =>
  without(readers, deleted);

/** What somebody took away: resources by their names, all subscriptions, whatever publishes metrics. */
export type Gone = { names: Set<string>; subscriptions: boolean; metrics: boolean };

/** The same ports without what is gone: a reader finds nothing, a change is refused, nobody can be reached. */
export const deletable = (ports: LocalPorts, gone: Gone): LocalPorts => ({
  ...ports,
  kubernetes: without({ kubernetes: ports.kubernetes }, gone.names).kubernetes,
  readersFor: async (provider) => without(await ports.readersFor(provider), gone.names),
  session: { ...ports.session, open: async (request) => without(await ports.session.open(request), gone.names) },
  metrics: {
    read: (queries, period, comparedWith) =>
      gone.metrics
        ? Promise.resolve(queries.map(({ id }) => ({ id, points: [] })))
        : ports.metrics.read(queries, period, comparedWith),
  },
  notices: {
    ...ports.notices,
    reach: async (approvers) =>
      gone.subscriptions ? { reachable: [], unauthenticated: [], unsafe: [] } : ports.notices.reach(approvers),
  },
});

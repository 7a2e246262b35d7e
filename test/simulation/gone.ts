import type { Readers, Writers } from '../../core/remediation/provider.ts';
import type { AuditStore } from '../../core/audit/ports.ts';
import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { LocalPorts } from '../../local/ports.ts';
import type { Subject, World } from '../../local/workload/world.ts';
import { wrapCalls } from './calls.ts';
import { unavailable } from './port-errors.ts';

const names = (argument: unknown, deleted: ReadonlySet<string>): boolean =>
  deleted.has(typeof argument === 'string' ? argument : String(Object(argument)['name']));

const without = <P extends Partial<Readers> | Partial<Writers>>(ports: P, deleted: ReadonlySet<string>): P =>
  wrapCalls(ports, ({ call, target }) => async (...args) => {
    if (deleted.size === 0 || !args.some((argument) => names(argument, deleted))) return call(...args);
    if (target === undefined) return undefined;
    throw new PreconditionFailed('there is no such resource');
  });

/** What is gone: resources by their names, all subscriptions, metrics, that an alarm goes OK again, STS, the audit bucket. */
export type Gone = {
  names: Set<string>;
  subscriptions: boolean;
  metrics: boolean;
  recovery: boolean;
  credentials: boolean;
  audit: boolean;
};

/** An alarm that stays as it is when recovery is gone: one that has no data may keep its state. */
export const subjectWithout = (subject: Subject, gone: Gone): Subject => ({
  ...subject,
  alarmAt: (t) => (gone.recovery ? 'ALARM' : subject.alarmAt(t)),
});

/** The world without what is gone. */
export const worldWithout = (world: World, gone: Gone): World => ({
  ...world,
  readers: without(world.readers, gone.names),
  subjects: world.subjects.map((subject) => subjectWithout(subject, gone)),
});

/** The bucket, or that it cannot be reached. */
const reachable = (store: AuditStore, gone: Gone): AuditStore => {
  const reached = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    if (gone.audit) throw unavailable('timeout', `audit.${what}`);
    return call();
  };
  return {
    put: (key, body) => reached('put', () => store.put(key, body)),
    get: (key) => reached('get', () => store.get(key)),
    list: (prefix, after) => reached('list', () => store.list(prefix, after)),
  };
};

/** The same ports without what is gone: a reader finds nothing, a change is refused, nobody can be reached. */
export const portsWithout = (ports: LocalPorts, gone: Gone): LocalPorts => ({
  ...ports,
  kubernetes: without({ kubernetes: ports.kubernetes }, gone.names).kubernetes,
  readersFor: async (provider) => without(await ports.readersFor(provider), gone.names),
  session: {
    ...ports.session,
    open: async (request) => {
      if (gone.credentials) throw unavailable('timeout', 'session.open');
      return without(await ports.session.open(request), gone.names);
    },
  },
  metrics: {
    read: (queries, period, comparedWith) =>
      gone.metrics
        ? Promise.resolve(queries.map(({ id }) => ({ id, points: [] })))
        : ports.metrics.read(queries, period, comparedWith),
  },
  auditStore: reachable(ports.auditStore, gone),
  alarms: { state: async (name) => (gone.recovery ? 'ALARM' : ports.alarms.state(name)) },
  notices: {
    ...ports.notices,
    reach: async (approvers) =>
      gone.subscriptions ? { reachable: [], unauthenticated: [], unsafe: [] } : ports.notices.reach(approvers),
  },
});

import { type Resource, resourceKey } from '../../core/incident/resource.ts';
import type { SessionRequest } from '../../core/remediation/ports.ts';
import type { Writers } from '../../core/remediation/provider.ts';
import { wrapCalls } from '../simulation/calls.ts';

/** A call that changes a resource, as it arrived. `key`: the same for the same change of the same approval. */
export type Change = { at: Date; incidentId: string; resource: string; key: string };

type Operation = { op: string };
const isTest = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && 'op' in one && (one as Operation).op === 'test';

/** What is asked for; the precondition of a patch is no part of it. */
const asked = (args: readonly unknown[]): string =>
  JSON.stringify(args.map((arg): unknown => (Array.isArray(arg) ? arg.filter((one) => !isTest(one)) : arg)));

/** The writers of the world, which count what they are told to do. Who changes is known by the session, as in CloudTrail. */
export const countedWriters = (writers: Partial<Writers>, now: () => Date) => {
  const changes: Change[] = [];
  const changing = new Set<string>();
  wrapCalls(writers, ({ provider, name, call, target }) => {
    if (target !== undefined) changing.add(`${provider}.${name}`);
    return call;
  });
  const count = ({ incidentId, approvalId }: SessionRequest, name: string, target: Resource, args: unknown[]): void => {
    const resource = resourceKey(target);
    changes.push({ at: now(), incidentId, resource, key: `${approvalId} ${name} ${resource} ${asked(args)}` });
  };
  return {
    changes,
    /** The calls that change a resource, as `kubernetes.patch`. */
    changing,
    /** In a session; refused calls count as well: they were made. */
    writersOf: (session: SessionRequest): Partial<Writers> =>
      wrapCalls(writers, ({ name, call, target }) =>
        target === undefined
          ? call
          : (...args) => {
              count(session, name, target(args), args);
              return call(...args);
            },
      ),
  };
};

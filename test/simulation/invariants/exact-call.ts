import * as z from 'zod';
import { isApproved, isByDigest } from './approved-values.ts';
import type { Change, MakeInvariant } from './invariant.ts';

const Operations = z.array(z.object({ op: z.string(), path: z.string(), value: z.unknown() }));
const Fields = z.record(z.string(), z.unknown());

const leavesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value];

/** What a JSON Patch sets; what it only tests is the prior state. */
const setBy = (operations: unknown): unknown[] =>
  Operations.parse(operations)
    .filter(({ op }) => op === 'add' || op === 'replace')
    .flatMap(({ value }) => leavesOf(value));

/** The values that a call sets, out of its arguments. `of`: the resource as it was before. */
const valuesOf = ({ provider, before }: Change, name: string, args: readonly unknown[]): unknown[] => {
  switch (provider) {
    case 'kubernetes':
      return setBy(args[1]);
    case 'ec2':
      if (name === 'setSecurityGroups') return [z.array(z.string()).parse(args[2]).join(',')];
      // An address is given or taken away: it is there or it is not.
      return [name === 'setSourceDestCheck' ? args[1] : name === 'assign'];
    case 'ecs':
      return [args[2]];
    case 'rds': {
      // RDS wants provisioned IOPS repeated as they are.
      const { iops, ...change } = Fields.parse(args[1]);
      return iops === undefined || iops === before.get('iops')
        ? Object.values(change)
        : [...Object.values(change), iops];
    }
    case 'lambda':
      return [args[1]];
    case 'cloudcontrol':
      return setBy(args[2]);
    default:
      return provider satisfies never;
  }
};

/** Whether the arguments are those of the approved action: each value that they set is one that was approved. */
export const exactCall: MakeInvariant = () => ({
  change: (change) => {
    const { resource, way, planned, call, args } = change;
    // Without an approval there is nothing to compare with, and that is found elsewhere.
    if (planned === undefined || isByDigest(planned)) return [];
    const foreign = valuesOf(change, call, args).filter((value) => !isApproved(change, '', value));
    return foreign.map((value) => `${resource} (${way}): ${call} sets ${JSON.stringify(value)}, which nobody approved`);
  },
});

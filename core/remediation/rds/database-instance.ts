import * as z from 'zod';
import type { Resource } from '../../incident/resource.ts';
import type { ActionState, IamStatement, Place } from '../action.ts';
import { PreconditionFailed } from '../errors.ts';
import type { DatabaseInstance, DatabaseReader } from './port.ts';

/** An RDS instance identifier as RDS keeps it, in lower case ("CreateDBInstance", `DBInstanceIdentifier`). */
export const DatabaseName = z
  .string()
  .regex(/^(?!.*--)(?!.*-$)[a-z][a-z0-9-]{0,62}$/)
  .describe('The identifier of the RDS instance.');

export const databaseTarget = (p: { instance: string }): Resource => ({ kind: 'DBInstance', name: p.instance });

const pendingOf = ({ pending: { instanceClass, storageGiB, others } }: DatabaseInstance): string[] => [
  ...(instanceClass === undefined ? [] : ['instanceClass']),
  ...(storageGiB === undefined ? [] : ['storageGiB']),
  ...others,
];

const stateOf = (instance: DatabaseInstance): ActionState => {
  const pending = pendingOf(instance);
  const { instanceClass, storageGiB, engine, storageType, status } = instance;
  return {
    instanceClass,
    storageGiB,
    engine,
    storageType,
    status,
    pending: pending.length === 0 ? null : pending.join(', '),
  };
};

/** The fields of an instance that either action may touch, and what its plan needs to know. */
export const describeDatabase = async (
  p: { instance: string },
  read: DatabaseReader,
): Promise<ActionState | undefined> => {
  const found = await read.get(p.instance);
  return found === undefined ? undefined : stateOf(found);
};

/** Statuses in which RDS makes a change of this kind ("Viewing Amazon RDS DB instance status"). */
const working: readonly unknown[] = ['modifying', 'rebooting'];

/** True while RDS makes a change, or has the one of this field in its queue. */
export const settlingDatabase = (field: 'instanceClass' | 'storageGiB', { status, pending }: ActionState): boolean =>
  working.includes(status) || (typeof pending === 'string' && pending.split(', ').includes(field));

/**
 * Why an instance may not be changed now, or undefined. `pending`: a change that is applied at once takes whatever waits
 * for the maintenance window with it, and nobody approved that ("Modifying an Amazon RDS DB instance").
 */
export const notReady = ({ status, pending }: ActionState, statuses: readonly string[]): string | undefined => {
  if (!statuses.some((one) => one === status)) {
    return `the instance is ${String(status)}, not ${statuses.join(' or ')}`;
  }
  return pending === null ? undefined : `${String(pending)} is pending and would be changed with it`;
};

/**
 * The instance right before its call, still ready and with the value that was approved: `ModifyDBInstance` takes no
 * precondition, so this is as close as one gets. Throws `PreconditionFailed` otherwise.
 */
export const stillReady = async (
  p: { instance: string },
  read: DatabaseReader,
  field: 'instanceClass' | 'storageGiB',
  before: unknown,
  statuses: readonly string[],
): Promise<DatabaseInstance> => {
  const live = await read.get(p.instance);
  if (live === undefined) throw new PreconditionFailed(`instance ${p.instance} does not exist`);
  const reason = notReady(stateOf(live), statuses);
  if (reason !== undefined) throw new PreconditionFailed(reason);
  if (live[field] !== before) {
    throw new PreconditionFailed(`${field}: expected ${String(before)}, found ${live[field]}`);
  }
  return live;
};

/**
 * The two calls, on the one instance. Option, parameter, security and subnet groups are resources of `ModifyDBInstance`
 * only where it changes them (Service Authorization Reference, "Amazon RDS"), so it cannot.
 */
export const databasePermissions = (
  { instance }: { instance: string },
  { partition, region, account }: Place,
  Condition?: IamStatement['Condition'],
): IamStatement[] => {
  const Resource = [`arn:${partition}:rds:${region}:${account}:db:${instance}`];
  return [
    { Sid: 'ReadInstance', Effect: 'Allow', Action: ['rds:DescribeDBInstances'], Resource },
    {
      Sid: 'ModifyInstance',
      Effect: 'Allow',
      Action: ['rds:ModifyDBInstance'],
      Resource,
      ...(Condition === undefined ? {} : { Condition }),
    },
  ];
};

import {
  DescribeDBInstancesCommand,
  type DBInstance,
  ModifyDBInstanceCommand,
  type PendingModifiedValues,
  RDSClient,
} from '@aws-sdk/client-rds';
import * as z from 'zod';
import type { DatabaseInstance, DatabaseReader, DatabaseWriter } from '../remediation/rds/port.ts';
import { changing } from './changing.ts';
import type { ClientConfig } from './client-config.ts';
import { callingUnless, ServiceRefused } from './errors.ts';

const Answer = z.object({
  DBInstanceIdentifier: z.string(),
  Engine: z.string(),
  DBInstanceStatus: z.string(),
  DBInstanceClass: z.string(),
  AllocatedStorage: z.int(),
  StorageType: z.string(),
  Iops: z.int().optional(),
});

/** Everything that waits: a field this build does not know is one, too. An empty list or object is nothing. */
const pendingOf = ({ DBInstanceClass, AllocatedStorage, ...others }: PendingModifiedValues) => ({
  ...(DBInstanceClass === undefined ? {} : { instanceClass: DBInstanceClass }),
  ...(AllocatedStorage === undefined ? {} : { storageGiB: AllocatedStorage }),
  others: Object.entries(others).flatMap(([name, value]: [string, unknown]) => {
    const nothing =
      value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
    return nothing ? [] : [name];
  }),
});

const toInstance = (id: string, found: DBInstance): DatabaseInstance => {
  const { data } = Answer.safeParse(found);
  if (data?.DBInstanceIdentifier !== id) {
    throw new ServiceRefused(`rds DescribeDBInstances: the answer is not the instance ${id}`);
  }
  return {
    id,
    engine: data.Engine,
    status: data.DBInstanceStatus,
    instanceClass: data.DBInstanceClass,
    storageGiB: data.AllocatedStorage,
    storageType: data.StorageType,
    iops: data.Iops ?? null,
    pending: pendingOf(found.PendingModifiedValues ?? {}),
  };
};

/** Reads RDS instances. Throws `NotPermitted`, `ServiceRefused` (an answer without a needed field, too) or `ServiceUnavailable`. */
export const rdsReader = (client: Pick<RDSClient, 'send'>): DatabaseReader => ({
  get: async (id) => {
    const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: id });
    const answer = await callingUnless('DBInstanceNotFoundFault', 'rds DescribeDBInstances', () =>
      client.send(command),
    );
    const [found] = answer?.DBInstances ?? [];
    return found === undefined ? undefined : toInstance(id, found);
  },
});

/** The same with the one call that changes something, made once: the client must not repeat it. */
export const rdsWriter = (client: Pick<RDSClient, 'send'>): DatabaseWriter => ({
  ...rdsReader(client),
  modify: async (id, change) => {
    const command = new ModifyDBInstanceCommand({
      DBInstanceIdentifier: id,
      ApplyImmediately: true,
      ...('instanceClass' in change
        ? { DBInstanceClass: change.instanceClass }
        : { AllocatedStorage: change.storageGiB, ...(change.iops === undefined ? {} : { Iops: change.iops }) }),
    });
    await changing('rds ModifyDBInstance', () => client.send(command));
  },
});

/** Clients of their own: whoever loads this file gets no more of the SDK than these calls. */
export const openReader = (config: ClientConfig): DatabaseReader => rdsReader(new RDSClient(config));
export const openWriter = (config: ClientConfig): DatabaseWriter => rdsWriter(new RDSClient(config));

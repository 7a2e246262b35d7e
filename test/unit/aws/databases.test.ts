import {
  DBInstanceNotFoundFault,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RDSServiceException,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, it } from 'vitest';
import { openReader, openWriter, rdsReader, rdsWriter } from '../../../core/aws/databases.ts';
import { clientConfig } from '../../../core/aws/client-config.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const service = mockedClient(RDSClient);
const client = new RDSClient({ region: 'eu-central-1' });
const [reader, writer] = [rdsReader(client), rdsWriter(client)];
beforeEach(() => service.reset());

const found = {
  DBInstanceIdentifier: 'orders-db',
  Engine: 'postgres',
  DBInstanceStatus: 'available',
  DBInstanceClass: 'db.r6g.large',
  AllocatedStorage: 100,
  StorageType: 'gp3',
  Iops: 3000,
};
const instance = {
  id: 'orders-db',
  engine: 'postgres',
  status: 'available',
  instanceClass: 'db.r6g.large',
  storageGiB: 100,
  storageType: 'gp3',
  iops: 3000,
  pending: { others: [] },
};
const answering = (change: object) =>
  service.on(DescribeDBInstancesCommand).resolves({ DBInstances: [{ ...found, ...change }] });
const error = (name: string, $fault: 'client' | 'server') =>
  new RDSServiceException({ name, $fault, message: '', $metadata: {} });

describe('an RDS instance', () => {
  it('is asked for by its identifier', async () => {
    answering({});
    expect(await reader.get('orders-db')).toEqual(instance);
    expect(sent(service, DescribeDBInstancesCommand)).toEqual([{ DBInstanceIdentifier: 'orders-db' }]);
  });

  it.each<[string, object, object]>([
    ['without IOPS of its own', { Iops: undefined }, { iops: null }],
    ['with nothing pending', { PendingModifiedValues: {} }, { pending: { others: [] } }],
    [
      'with a class and storage pending',
      { PendingModifiedValues: { DBInstanceClass: 'db.r6g.xlarge', AllocatedStorage: 150 } },
      { pending: { instanceClass: 'db.r6g.xlarge', storageGiB: 150, others: [] } },
    ],
    [
      'with anything else pending, by its name and never its value',
      { PendingModifiedValues: { MasterUserPassword: '****', MultiAZ: false, ProcessorFeatures: [] } },
      { pending: { others: ['MasterUserPassword', 'MultiAZ'] } },
    ],
  ])('%s', async (_how, change, read) => {
    answering(change);
    expect(await reader.get('orders-db')).toEqual({ ...instance, ...read });
  });

  it.each([
    [
      'RDS says so',
      () => service.on(DescribeDBInstancesCommand).rejects(new DBInstanceNotFoundFault({ message: '', $metadata: {} })),
    ],
    ['the list is empty', () => service.on(DescribeDBInstancesCommand).resolves({ DBInstances: [] })],
  ])('does not exist when %s', async (_how, prepare) => {
    prepare();
    expect(await reader.get('orders-db')).toBeUndefined();
  });

  it.each([
    ['another instance', { DBInstanceIdentifier: 'ledger-db' }],
    ['no status', { DBInstanceStatus: undefined }],
    ['no storage', { AllocatedStorage: undefined }],
  ])('is not read from an answer with %s', async (_what, change) => {
    answering(change);
    await expect(reader.get('orders-db')).rejects.toMatchObject({ name: 'ServiceRefused' });
  });

  it.each([
    ['AccessDenied', 'client', 'NotPermitted'],
    ['InvalidParameterValue', 'client', 'ServiceRefused'],
    ['Throttling', 'client', 'ServiceUnavailable'],
    ['InternalFailure', 'server', 'ServiceUnavailable'],
  ] as const)('reading translates %s', async (name, fault, translated) => {
    service.on(DescribeDBInstancesCommand).rejects(error(name, fault));
    await expect(reader.get('orders-db')).rejects.toMatchObject({ name: translated });
  });
});

describe('a change of an RDS instance', () => {
  const command = { DBInstanceIdentifier: 'orders-db', ApplyImmediately: true };
  it.each([
    ['its class', { instanceClass: 'db.r6g.xlarge' }, { DBInstanceClass: 'db.r6g.xlarge' }],
    ['its storage', { storageGiB: 150 }, { AllocatedStorage: 150 }],
    ['its storage beside IOPS', { storageGiB: 600, iops: 12_000 }, { AllocatedStorage: 600, Iops: 12_000 }],
  ])('asks once, at once, for %s and nothing else', async (_what, change, input) => {
    service.on(ModifyDBInstanceCommand).resolves({});
    await writer.modify('orders-db', change);
    expect(sent(service, ModifyDBInstanceCommand)).toEqual([{ ...command, ...input }]);
  });

  it.each([
    ['AccessDenied', 'client', 'NotPermitted'],
    ['InvalidDBInstanceStateFault', 'client', 'PreconditionFailed'],
    ['DBInstanceNotFoundFault', 'client', 'PreconditionFailed'],
    ['StorageQuotaExceededFault', 'client', 'PreconditionFailed'],
    ['Throttling', 'client', 'ProviderUnavailable'],
    ['InternalFailure', 'server', 'ProviderUnavailable'],
  ] as const)('translates %s', async (name, fault, translated) => {
    service.on(ModifyDBInstanceCommand).rejects(error(name, fault));
    await expect(writer.modify('orders-db', { storageGiB: 150 })).rejects.toMatchObject({ name: translated });
    expect(sent(service, ModifyDBInstanceCommand)).toHaveLength(1);
  });

  it('is not at hand where one may only read', () => {
    const config = clientConfig({
      source: { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' },
    });
    expect(Object.keys(openReader(config))).toEqual(['get']);
    expect(Object.keys(openWriter(config))).toEqual(['get', 'modify']);
  });
});

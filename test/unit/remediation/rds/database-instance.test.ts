import { describe, expect, it } from 'vitest';
import { repeatedIops } from '../../../../core/remediation/rds/allocated-storage.ts';
import { databasePermissions, describeDatabase, notReady } from '../../../../core/remediation/rds/database-instance.ts';
import { notNextSize } from '../../../../core/remediation/rds/instance-class.ts';
import { later } from '../../../support/incident.ts';
import { database } from '../../../support/database.ts';

describe('a database instance', () => {
  it('shows all that waits for its maintenance window', async () => {
    const { rds } = database(() => later(0));
    const pending = { instanceClass: 'db.r6g.xlarge', storageGiB: 200, others: ['EngineVersion'] };
    const get = async (id: string) => {
      const found = await rds.get(id);
      return found === undefined ? undefined : { ...found, pending };
    };
    expect(await describeDatabase({ instance: 'orders-db' }, { ...rds, get })).toMatchObject({
      pending: 'instanceClass, storageGiB, EngineVersion',
    });
  });

  it.each([
    [{ status: 'available', pending: null }, undefined],
    [{ status: 'storage-full', pending: null }, undefined],
    [{ status: 'stopped', pending: null }, 'the instance is stopped, not available or storage-full'],
    [{ status: null, pending: null }, 'the instance is null, not available or storage-full'],
    [{ status: 'available', pending: 'storageGiB' }, 'storageGiB is pending and would be changed with it'],
    [{ status: 'available' }, 'undefined is pending and would be changed with it'],
  ])('that is %j is kept from a change because %j', (state, reason) =>
    expect(notReady(state, ['available', 'storage-full'])).toBe(reason),
  );

  it('repeats no IOPS that it does not have', async () => {
    const { rds } = database(() => later(0));
    const found = await rds.get('orders-db');
    if (found === undefined) throw new Error('no instance');
    expect(repeatedIops({ ...found, storageType: 'io2', iops: null })).toEqual({});
    expect(repeatedIops({ ...found, storageType: 'io2', iops: 3000 })).toEqual({ iops: 3000 });
  });

  it('has a condition on its calls only where there is one', () => {
    const place = { partition: 'aws', region: 'eu-central-1', account: '123456789012' };
    for (const statement of databasePermissions({ instance: 'orders-db' }, place)) {
      expect(statement).not.toHaveProperty('Condition');
    }
  });
});

describe('the next size of an instance class', () => {
  it.each([
    ['db.r6g.large', 'db.r6g.xlarge', undefined],
    ['db.r6g.xlarge', 'db.r6g.large', undefined],
    ['db.r6g.xlarge', 'db.r6g.2xlarge', undefined],
    ['db.r6g.xlarge', 'db.r6g.12xlarge', 'db.r6g.12xlarge is more than one size away from db.r6g.xlarge'],
    ['db.r6g.large', 'db.r6g.large', 'the instance is db.r6g.large already'],
    ['db.r6g.large', 'db.r6gd.xlarge', 'db.r6gd.xlarge is of another family than db.r6g.large'],
    ['xdb.r6g.large', 'db.r6g.xlarge', 'xdb.r6g.large is no class of a known size'],
    ['xdb.r6g.large', 'xdb.r6g.xlarge', 'xdb.r6g.large is no class of a known size'],
    ['db.r6g.large', 'db.r6g.large.xlarge', 'db.r6g.large.xlarge is no class of a known size'],
    ['large', 'db.r6g.xlarge', 'large is no class of a known size'],
    ['db.r5.large.tpc1.mem2x', 'db.r5.xlarge', 'db.r5.large.tpc1.mem2x is no class of a known size'],
    ['db.r6g.large', 'db.r6g.xlarges', 'db.r6g.xlarges is no class of a known size'],
  ])('after %s: %s', (from, to, reason) => expect(notNextSize(from, to)).toBe(reason));
});

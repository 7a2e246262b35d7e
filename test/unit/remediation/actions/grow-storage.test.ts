import { describe, expect, it } from 'vitest';
import { growStorage } from '../../../../core/remediation/actions/grow-storage.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { assessRisk } from '../../../../core/remediation/risk.ts';
import { step } from '../../../support/apply-context.ts';
import { later } from '../../../support/incident.ts';
import { database, madeAfter } from '../../../support/database.ts';

const asking = (percent: number, atMost = 400) => ({ instance: 'orders-db', storage: { percent, atMost } });
const state = { storageGiB: 100, engine: 'postgres', status: 'available', pending: null };
const touched = [{ path: 'storageGiB', before: 100, after: 150 }];

const instance = (storageGiB = 100) => {
  let seconds = 0;
  const made = database(() => later(seconds), { storageGiB });
  const pass = (more: number): void => {
    seconds += more;
  };
  return { ...made, pass };
};

describe('grow-storage', () => {
  it.each([
    ['by its percentage', 100, 50, 400, 150],
    ['to whole GiB, up', 25, 10, 400, 28],
    ['without an error of rounding', 50, 10, 400, 55],
    ['up to the most', 100, 50, 130, 130],
    ['up to the most, which is just enough', 100, 50, 110, 110],
  ])('grows %s', (_how, before, percent, atMost, after) =>
    expect(growStorage.plan(asking(percent, atMost), { ...state, storageGiB: before })).toEqual({
      kind: 'planned',
      touched: [{ path: 'storageGiB', before, after }],
    }),
  );

  it.each([
    ['less than RDS grows by', { storageGiB: 100 }, 109, /may not grow by 10 %, the least that RDS does, within 109/],
    ['what is at its most', { storageGiB: 500 }, 400, /within 400 GiB/],
    ['an instance that RDS still works on', { status: 'storage-optimization' }, 400, /is storage-optimization/],
    ['an instance that is stopped', { status: 'stopped' }, 400, /is stopped/],
    ['beside something pending', { pending: 'EngineVersion' }, 400, /EngineVersion is pending/],
    ['Aurora', { engine: 'aurora-postgresql' }, 400, /grows by itself/],
    ['past the size from which RDS stripes', { storageGiB: 300 }, 450, /from 300 to 450 GiB, past 400, RDS copies/],
    ['past it on Oracle', { storageGiB: 150, engine: 'oracle-ee' }, 400, /past 200/],
    ['up to that very size', { storageGiB: 300 }, 400, /from 300 to 400 GiB, past 400/],
    ['unknown storage', { storageGiB: null }, 400, /not known/],
    ['an unknown engine', { engine: null }, 400, /the storage of the instance is not known/],
  ])('plans nothing for %s', (_what, other, atMost, reason) =>
    expect(growStorage.plan(asking(50, atMost), { ...state, ...other })).toEqual({
      kind: 'impossible',
      reason: expect.stringMatching(reason),
    }),
  );

  it('grows a full instance, one that is striped already, and SQL Server of any size', () => {
    for (const other of [
      { status: 'storage-full' },
      { storageGiB: 400 },
      { storageGiB: 500 },
      { storageGiB: 300, engine: 'sqlserver-se' },
    ]) {
      expect(growStorage.plan(asking(50, 1000), { ...state, ...other })).toMatchObject({ kind: 'planned' });
    }
  });

  it('is settling while RDS modifies, and no more when it optimizes what is in use', () => {
    const settling = (change: object) => growStorage.settling(asking(50), { ...state, ...change });
    expect(growStorage.slow).toBe(true);
    expect(settling({ status: 'modifying' })).toBe(true);
    expect(settling({ pending: 'storageGiB' })).toBe(true);
    expect(settling({ status: 'storage-optimization', storageGiB: 150 })).toBe(false);
    expect(settling({ pending: 'instanceClass' })).toBe(false);
  });

  it('is of medium risk up to a doubling: it cannot be undone', () =>
    expect(
      assessRisk([{ id: 'grow-storage', target: growStorage.target(asking(50)), undo: 'irreversible', touched }]),
    ).toMatchObject({ level: 'medium' }));

  it('asks once and is in place after some minutes, while RDS goes on to optimize', async () => {
    const { rds, calls, pass } = instance();
    await growStorage.apply(asking(50), touched, { rds }, step);
    expect(calls).toEqual([{ storageGiB: 150 }]);
    expect(await growStorage.describe(asking(50), { rds })).toMatchObject({ storageGiB: 100, pending: 'storageGiB' });
    pass(madeAfter);
    const after = { storageGiB: 150, pending: null, status: 'storage-optimization' };
    expect(await growStorage.describe(asking(50), { rds })).toMatchObject(after);
  });

  it.each([
    ['io2', 'postgres', 100, { iops: 3000 }],
    ['io1', 'mysql', 500, { iops: 3000 }],
    ['gp3', 'postgres', 500, { iops: 3000 }],
    ['gp3', 'oracle-ee', 200, { iops: 3000 }],
    ['gp3', 'sqlserver-se', 100, { iops: 3000 }],
    ['gp3', 'postgres', 100, {}],
    ['gp3', 'oracle-ee', 100, {}],
    ['gp2', 'postgres', 500, {}],
  ])('%s of %s with %i GiB: repeats IOPS where they were chosen', async (storageType, engine, storageGiB, iops) => {
    const { rds, calls } = instance(storageGiB);
    const get = async (id: string) => {
      const found = await rds.get(id);
      return found === undefined ? undefined : { ...found, engine, storageType };
    };
    const grown = [{ path: 'storageGiB', before: storageGiB, after: storageGiB * 1.5 }];
    await growStorage.apply(asking(50), grown, { rds: { ...rds, get } }, step);
    expect(calls).toEqual([{ storageGiB: storageGiB * 1.5, ...iops }]);
  });

  it('never asks for less, not even as an undo', async () => {
    const { rds, calls } = instance(150);
    await expect(growStorage.apply(asking(50), reversed(touched), { rds }, step)).rejects.toThrow(/never shrinks/);
    expect(calls).toEqual([]);
  });

  it.each([
    [
      'another field',
      [{ path: 'iops', before: 100, after: 150 }],
      'expected a change of storageGiB and of nothing else',
    ],
    ['a size beside another field', [...touched, { path: 'iops', before: 1, after: 2 }], 'and of nothing else'],
    [
      'a size after an unknown one',
      [{ path: 'storageGiB', before: null, after: 150 }],
      'never shrinks: null GiB, asked for 150',
    ],
    ['no size', [{ path: 'storageGiB', before: 100, after: null }], 'never shrinks: 100 GiB, asked for null'],
    ['a size that is no number', [{ path: 'storageGiB', before: 100, after: '150' }], 'asked for 150'],
    ['the size it has', [{ path: 'storageGiB', before: 100, after: 100 }], 'never shrinks: 100 GiB, asked for 100'],
  ])('refuses %s', async (_what, fields, reason) => {
    const { rds } = instance();
    await expect(growStorage.apply(asking(50), fields, { rds }, step)).rejects.toThrow(reason);
  });

  it('refuses, without a call, other storage than approved and an instance that is being optimized', async () => {
    const { rds, calls } = instance(120);
    await expect(growStorage.apply(asking(50), touched, { rds }, step)).rejects.toThrow(/expected 100, found 120/);
    const once = instance();
    await growStorage.apply(asking(50), touched, { rds: once.rds }, step);
    once.pass(madeAfter);
    const again = [{ path: 'storageGiB', before: 150, after: 200 }];
    await expect(growStorage.apply(asking(50), again, { rds: once.rds }, step)).rejects.toThrow(PreconditionFailed);
    expect([...calls, ...once.calls]).toHaveLength(1);
  });

  it('bounds the size by IAM, too, on the one instance', () =>
    expect(
      growStorage.permissions(asking(50), { partition: 'aws', region: 'eu-central-1', account: '123456789012' }),
    ).toEqual([
      {
        Sid: 'ReadInstance',
        Effect: 'Allow',
        Action: ['rds:DescribeDBInstances'],
        Resource: ['arn:aws:rds:eu-central-1:123456789012:db:orders-db'],
      },
      {
        Sid: 'ModifyInstance',
        Effect: 'Allow',
        Action: ['rds:ModifyDBInstance'],
        Resource: ['arn:aws:rds:eu-central-1:123456789012:db:orders-db'],
        Condition: { NumericLessThanEqualsIfExists: { 'rds:StorageSize': '400' } },
      },
    ]));

  it.each([
    { percent: 9, atMost: 100 },
    { percent: 101, atMost: 100 },
    { percent: 50, atMost: 70_000 },
    { percent: 50 },
  ])('refuses parameters outside its schema: %j', (storage) =>
    expect(growStorage.parameters.safeParse({ instance: 'orders-db', storage }).success).toBe(false),
  );
});

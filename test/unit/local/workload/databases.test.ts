import { describe, expect, it } from 'vitest';
import { portOf } from '../../../../core/remediation/provider.ts';
import { rdsStorageLow } from '../../../../local/scenarios/rds-storage-low.ts';
import { worldFor } from '../../../../local/scenarios/world.ts';

const start = new Date('2026-03-02T02:10:00.000Z');
const gib = 1024 ** 3;

const world = () => {
  let now = start.getTime();
  const clock = () => new Date(now);
  const made = worldFor(rdsStorageLow, clock);
  const free = async (minutes: number) => {
    const query = {
      id: 'free',
      namespace: 'AWS/RDS',
      name: 'FreeStorageSpace',
      dimensions: { DBInstanceIdentifier: 'orders-db' },
      stat: 'Minimum',
      periodSeconds: 60,
    };
    const from = new Date(clock().getTime() - minutes * 60_000);
    const [series] = await made.metrics.read([query], { from, to: clock() });
    return series?.points.map(({ value }) => value / gib) ?? [];
  };
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { ...made, rds: portOf(made.writers, 'rds'), free, pass };
};
const alarm = 'orders-db-storage-low';

describe('the simulated database', () => {
  it('filled up over two hours and has 4 of 100 GiB free', async () => {
    const w = world();
    const free = await w.free(180);
    expect(free[0]).toBe(20);
    expect(free.at(-1)).toBe(4);
    for (const [n, value] of free.entries()) expect(value).toBeLessThanOrEqual(free[n - 1] ?? 20);
    expect(await w.alarms.state(alarm)).toBe('ALARM');
  });

  it('is modified for four minutes, optimizes its storage for half an hour, and is in use all the time', async () => {
    const w = world();
    await w.rds.modify('orders-db', { storageGiB: 150 });
    const seen = async () => {
      const found = await w.rds.get('orders-db');
      return `${found?.status} ${found?.storageGiB} ${found?.pending.storageGiB}`;
    };
    expect(await seen()).toBe('modifying 100 150');
    w.pass(239);
    expect(await seen()).toBe('modifying 100 150');
    expect(await w.alarms.state(alarm)).toBe('ALARM');
    w.pass(1);
    expect(await seen()).toBe('storage-optimization 150 undefined');
    w.pass(61);
    expect(await w.alarms.state(alarm)).toBe('OK');
    expect((await w.free(2)).at(-1)).toBe(54);
    w.pass(1740);
    expect(await seen()).toBe('available 150 undefined');
  });

  it('takes on one change at a time', async () => {
    const w = world();
    await w.rds.modify('orders-db', { storageGiB: 150 });
    const again = w.rds.modify('orders-db', { instanceClass: 'db.r6g.xlarge' });
    await expect(again).rejects.toMatchObject({ name: 'PreconditionFailed' });
    w.pass(240);
    const third = w.rds.modify('orders-db', { storageGiB: 200 });
    await expect(third).rejects.toMatchObject({ message: 'instance orders-db is storage-optimization' });
  });

  it('is read by those who may only read, and changed by nobody else', () =>
    expect(Object.keys(world().readers.rds ?? {})).toEqual(['get']));

  it('fires its alarm with what it saw', () => {
    const [subject] = world().subjects;
    expect(subject?.alarmEvent('ALARM', start)).toMatchObject({
      detail: {
        alarmName: alarm,
        state: { reason: expect.stringContaining('[4294967296.0] was less than the threshold (10737418240.0)') },
        configuration: {
          metrics: [
            {
              metricStat: {
                metric: { namespace: 'AWS/RDS', dimensions: { DBInstanceIdentifier: 'orders-db' } },
                stat: 'Minimum',
              },
            },
          ],
        },
      },
    });
  });
});

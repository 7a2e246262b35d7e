import { describe, expect, it } from 'vitest';
import { portOf } from '../../../../core/remediation/provider.ts';
import { rdsConnections } from '../../../../local/scenarios/rds-connections.ts';
import { rdsStorageLow } from '../../../../local/scenarios/rds-storage-low.ts';
import { worldFor } from '../../../../local/scenarios/world.ts';

const start = new Date('2026-03-02T02:10:00.000Z');
const gib = 1024 ** 3;

const world = (scenario = rdsStorageLow) => {
  let now = start.getTime();
  const clock = () => new Date(now);
  const made = worldFor(scenario, clock);
  const read = async (name: string, minutes: number) => {
    const query = {
      id: 'm',
      namespace: 'AWS/RDS',
      name,
      dimensions: { DBInstanceIdentifier: 'orders-db' },
      stat: 'Minimum',
      periodSeconds: 60,
    };
    const from = new Date(clock().getTime() - minutes * 60_000);
    const [series] = await made.metrics.read([query], { from, to: clock() });
    return series?.points.map(({ value }) => value) ?? [];
  };
  const free = async (minutes: number) => (await read('FreeStorageSpace', minutes)).map((value) => value / gib);
  const connections = (minutes: number) => read('DatabaseConnections', minutes);
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { ...made, rds: portOf(made.writers, 'rds'), free, connections, pass };
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

describe('the simulated database without a connection left', () => {
  const alarmName = 'orders-db-connections';

  it('takes what its class takes and no more, three times as many as usually', async () => {
    const w = world(rdsConnections);
    const seen = await w.connections(60);
    expect(Math.max(...seen)).toBe(1802);
    expect(seen[0]).toBeLessThan(650);
    expect(await w.alarms.state(alarmName)).toBe('ALARM');
    w.pass(600);
    expect(await w.alarms.state(alarmName)).toBe('ALARM');
  });

  it('is away for the minute in which the larger class takes over, and then queries wait no more', async () => {
    const w = world(rdsConnections);
    await w.rds.modify('orders-db', { instanceClass: 'db.r6g.xlarge' });
    w.pass(180);
    expect((await w.connections(3)).at(-1)).toBeGreaterThan(1621);
    w.pass(60);
    expect(await w.connections(1)).toEqual([]);
    w.pass(120);
    expect((await w.connections(2)).at(-1)).toBeLessThan(600);
    expect(await w.alarms.state(alarmName)).toBe('OK');
    expect(await w.rds.get('orders-db')).toMatchObject({ status: 'available', instanceClass: 'db.r6g.xlarge' });
  });

  it('is not helped by storage', async () => {
    const w = world(rdsConnections);
    await w.rds.modify('orders-db', { storageGiB: 150 });
    w.pass(600);
    expect(await w.alarms.state(alarmName)).toBe('ALARM');
  });
});

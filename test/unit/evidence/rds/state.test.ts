import { describe, expect, it } from 'vitest';
import type { Measured } from '../../../../core/evidence/gathered.ts';
import { rdsState } from '../../../../core/evidence/rds/state.ts';
import { alarm, later } from '../../../support/incident.ts';

const since = later(-3 * 3600);
const watching = (reason = '', name = 'DatabaseConnections') => ({
  ...alarm,
  reason,
  metrics: [{ id: 'm1', namespace: 'AWS/RDS', name, dimensions: { DBInstanceIdentifier: 'ledger' } }],
});
const series = (name: string, values: number[], instance = 'ledger'): Measured => ({
  namespace: 'AWS/RDS',
  name,
  dimensions: { DBInstanceIdentifier: instance },
  stat: 'Maximum',
  periodSeconds: 60,
  points: values.map((value, minute) => ({ at: later(60 * minute), value })),
});
const event = (Message: string, EventCategories: string[] = [], Date = later(-60), SourceIdentifier = 'ledger') => ({
  SourceIdentifier,
  SourceType: 'db-instance',
  Message,
  EventCategories,
  Date,
});
const found = ({
  events = [],
  metrics = [],
  instances = [],
  reason = '',
  wait = 'CPU',
  load = 1,
  watched = 'DatabaseConnections',
}: {
  events?: object[];
  metrics?: Measured[];
  instances?: object[];
  reason?: string;
  wait?: string;
  load?: number;
  watched?: string;
}) =>
  rdsState(
    {
      metrics,
      described: {
        'rds:DescribeEvents': { Events: events },
        'rds:DescribeDBInstances': { DBInstances: instances },
        'pi:GetResourceMetrics': {
          MetricList: [
            { Key: { Metric: 'db.load.avg' }, DataPoints: Array.from({ length: 9 }, () => ({ Value: load })) },
          ],
        },
        'pi:DescribeDimensionKeys#db.wait_event': {
          Keys: [{ Dimensions: { 'db.wait_event.name': wait, 'db.wait_event.type': wait }, Total: 1 }],
        },
      },
    },
    watching(reason, watched),
    since,
  );
const told = (input: Parameters<typeof found>[0]) =>
  found(input).flatMap(({ fact, resource }) => (fact === 'rds_load' ? [] : [`${fact} ${resource.name}`]));

describe('what RDS reports', () => {
  it.each([
    ['Allocated storage has been exhausted.', [], 'rds_storage_exhausted'],
    [
      'Free storage capacity for DB instance ledger is low at 2% of the allocated storage',
      ['low storage'],
      'rds_storage_exhausted',
    ],
    ['FATAL: remaining connection slots are reserved for superusers', ['failure'], 'rds_connections_exhausted'],
    ['Multi-AZ instance failover started.', ['failover'], 'rds_failed_over'],
    ['A Multi-AZ failover has completed.', ['failover'], 'rds_failed_over'],
    ['The replication lag of the DB instance is beyond 900 seconds', ['read replica'], 'rds_replica_behind'],
    ['The primary host of the instance is unhealthy.', [], 'rds_failed_over'],
    ['Promoted the standby ledger-b to primary', [], 'rds_failed_over'],
    ['Replication for the Read Replica has stopped.', ['read replica'], 'rds_replica_behind'],
    [
      'The parameter max_wal_size was set to a value incompatible with shared_buffers',
      ['configuration change'],
      'rds_event',
    ],
  ])('%s', (message, categories, fact) => {
    expect(told({ events: [event(message, categories)] })).toEqual([`${fact} ledger`]);
  });

  it.each([
    ['a backup', event('Finished DB instance backup', ['backup'])],
    ['what was before the period', event('Allocated storage has been exhausted.', [], later(-4 * 3600))],
    ['that no failover is needed', event('The standby is healthy; no failover required.', ['failover'])],
    ['a lag within its limits', event('The replication lag is within limits (1 second).', ['read replica'])],
    ['connections far from their limit', event('Connection usage is at 62% of max_connections.')],
    ['a failover of two hours ago', event('Multi-AZ instance failover completed.', ['failover'], later(-7200))],
    ['an event of nobody', { Message: 'Allocated storage has been exhausted.', Date: later(0) }],
  ])('leaves out %s', (_what, one) => {
    expect(told({ events: [one] })).toEqual([]);
  });

  it('reads times as text, as recordings have them', () => {
    const text = { ...event('Multi-AZ instance failover started.'), Date: later(-60).toISOString() };
    expect(found({ events: [text] })[0]?.time).toBe(later(-60).toISOString());
  });
});

describe('a replica', () => {
  const instances = [{ DBInstanceIdentifier: 'ledger', ReadReplicaDBInstanceIdentifiers: ['ledger-2'] }];
  const growing = [1, 1, 1, 70, 140, 200, 260, 320];

  it('that is behind is told of the instance it follows, since it is', () => {
    const [finding] = found({ metrics: [series('ReplicaLag', growing, 'ledger-2')], instances });
    expect(finding).toMatchObject({
      fact: 'rds_replica_behind',
      summary: 'replica ledger-2 is 320 seconds behind, limit 60',
      resource: { kind: 'DBInstance', name: 'ledger' },
      time: later(180).toISOString(),
    });
  });

  it('of Aurora counts milliseconds', () => {
    expect(told({ metrics: [series('AuroraReplicaLag', growing, 'ledger-2')] })).toEqual([]);
    expect(
      told({
        metrics: [
          series(
            'AuroraReplicaLag',
            growing.map((s) => s * 1000),
            'ledger-2',
          ),
        ],
      }),
    ).toEqual(['rds_replica_behind ledger-2']);
  });

  it.each([
    ['has caught up', [...growing, 30]],
    ['swings below the limit', [30, 35, 40, 36, 31, 38, 33]],
    ['is never far behind', [1, 2, 59, 60, 58, 59, 60]],
    ['has no data', []],
  ])('that %s is none', (_what, values) => {
    expect(told({ metrics: [series('ReplicaLag', values, 'ledger-2')], instances })).toEqual([]);
  });
});

describe('connections', () => {
  const climbed = [200, 250, 300, 340, 380, 395, 396, 398, 397, 398];
  const doubled = [150, 180, 220, 260, 300, 340, 350, 365, 380, 398];
  const steady = [390, 395, 392, 397, 391, 396, 394, 398, 395, 396];

  it.each([
    [
      'near a limit that RDS states',
      { metrics: [series('DatabaseConnections', steady)], events: [event('Connections: 380 of 400 in use')] },
      0.95,
    ],
    [
      'climbed, with clients that were refused',
      { metrics: [series('DatabaseConnections', climbed)], reason: 'FATAL: sorry, too many clients already' },
      0.9,
    ],
    [
      'climbed to a level that is called the maximum',
      { metrics: [series('DatabaseConnections', climbed)], reason: 'Connections plateaued at the configured maximum.' },
      0.8,
    ],
    [
      'at most of what the alarm says it may have',
      { metrics: [series('DatabaseConnections', steady)], reason: 'DatabaseConnections at 97% of max_connections' },
      0.9,
    ],
    [
      'as many as the alarm says it may have',
      { metrics: [series('DatabaseConnections', steady)], reason: 'connections at 396 of the 400 allowed' },
      0.95,
    ],
    [
      'doubled, and most wait for their client',
      { metrics: [series('DatabaseConnections', doubled)], wait: 'ClientRead' },
      0.6,
    ],
  ])('%s are exhausted', (_what, input, strength) => {
    const exhausted = found(input).filter(({ fact }) => fact === 'rds_connections_exhausted');
    expect(exhausted.at(-1)).toMatchObject({ resource: { name: 'ledger' }, strength });
  });

  it.each([
    [
      'far from a stated limit',
      { metrics: [series('DatabaseConnections', steady)], events: [event('Connections: 380 of 900 in use')] },
    ],
    [
      'more in the morning, at a level that nothing calls an end',
      { metrics: [series('DatabaseConnections', climbed)] },
    ],
    [
      'a share of the limit',
      { metrics: [series('DatabaseConnections', climbed)], reason: 'connections between 55-65% of maximum' },
    ],
    ['as many as ever', { metrics: [series('DatabaseConnections', steady)] }],
    ['of an instance that the alarm is not about', { metrics: [series('DatabaseConnections', climbed, 'catalog')] }],
  ])('%s are not', (_what, input) => {
    expect(told(input).filter((one) => one.startsWith('rds_connections'))).toEqual([]);
  });
});

describe('what a metric shows', () => {
  const big = (gigabytes: number[]) => gigabytes.map((one) => one * 1e9);
  const instance = { DBInstanceIdentifier: 'ledger', DBInstanceClass: 'db.r6g.xlarge' };
  it.each<[string, Parameters<typeof found>[0], string[]]>([
    [
      'storage that is gone in minutes',
      { metrics: [series('FreeStorageSpace', big([12, 10, 8, 6, 4]))] },
      ['rds_storage_exhausted'],
    ],
    ['storage that falls slowly', { metrics: [series('FreeStorageSpace', big([90, 89.9, 89.8, 89.7, 89.6]))] }, []],
    ['the status', { instances: [{ ...instance, DBInstanceStatus: 'storage-full' }] }, ['rds_storage_exhausted']],
    ['more sessions for the CPU than vCPUs', { instances: [instance], load: 12 }, ['cpu_saturated']],
    ['as many as vCPUs', { instances: [instance], load: 4 }, []],
    ['as much load that waits for disks', { instances: [instance], load: 12, wait: 'IO' }, []],
    [
      'an alarmed CPU that stays high',
      { metrics: [series('CPUUtilization', [40, 70, 84, 86, 87, 86, 88])], watched: 'CPUUtilization' },
      ['cpu_saturated'],
    ],
    [
      'an alarmed CPU that swings',
      { metrics: [series('CPUUtilization', [60, 82, 84, 79, 83, 70, 82])], watched: 'CPUUtilization' },
      [],
    ],
    [
      'replication that is not active',
      { metrics: [series('ReplicaLag', [1, 1, -1, -1, -1, -1, -1])] },
      ['rds_replica_behind'],
    ],
    [
      'an alarmed lag that grows',
      { metrics: [series('ReplicaLag', [1, 6, 12, 20, 30, 41])], watched: 'ReplicaLag' },
      ['rds_replica_behind'],
    ],
  ])('%s', (_what, input, facts) => {
    expect(found(input).flatMap(({ fact }) => (fact === 'rds_load' ? [] : [fact]))).toEqual(facts);
  });

  it.each<[string, object, string, number[]]>([
    [
      'storage that was added',
      event('Storage is critically low'),
      'FreeStorageSpace',
      big([9, 2, 1.8, 60, 60, 60, 60, 60]),
    ],
    [
      'connections that are gone',
      event('sorry, too many clients'),
      'DatabaseConnections',
      [200, 400, 400, 90, 90, 90, 90, 90],
    ],
    ['a replica that caught up', event('Replication lag beyond 90 s'), 'ReplicaLag', [1, 95, 80, 1, 1, 1, 1, 1]],
  ])('makes history of a report: %s', (_what, report, name, values) => {
    const about = { events: [report], watched: 'CPUUtilization' };
    expect(told({ ...about, metrics: [series(name, values)] })).toEqual([]);
    expect(told(about)).toHaveLength(1);
  });
});

describe('the words of the alarm', () => {
  const reason = 'could not extend file: No space left on device';
  it.each<[string, Parameters<typeof found>[0], string[]]>([
    ['count where no metric was read', { reason }, ['rds_storage_exhausted ledger']],
    ['never count against a metric', { reason, metrics: [series('FreeStorageSpace', [9e10, 9e10, 9e10])] }, []],
    ['do not count when they say that it is over', { reason: `${reason}; recovered since` }, []],
  ])('%s', (_what, input, facts) => {
    expect(told(input)).toEqual(facts);
  });
});

describe('the cluster', () => {
  it('tells a failover of the instance that is in it', () => {
    const instances = [{ DBInstanceIdentifier: 'ledger', DBClusterIdentifier: 'books' }];
    const events = [event('Started cross AZ failover to DB instance: ledger-2', ['failover'], later(-60), 'books')];
    expect(told({ events, instances })).toEqual(['rds_failed_over ledger']);
  });
});

describe('the load', () => {
  const described = (names: string[]) => ({
    'rds:DescribeDBInstances': { DBInstances: names.map((name) => ({ DBInstanceIdentifier: name })) },
    'pi:DescribeDimensionKeys': {
      Keys: [
        { Dimensions: { 'db.sql.statement': 'SELECT 1' }, Total: 2 },
        { Dimensions: { 'db.sql.statement': 'UPDATE stock SET held = held + ?' }, Total: 9.5 },
      ],
    },
    'pi:DescribeDimensionKeys#db.wait_event': 'not what was asked for',
  });

  it('is told by the statement that makes most of it', () => {
    const findings = rdsState({ metrics: [], described: described(['ledger']) }, watching(), since);
    expect(findings.map(({ summary }) => summary)).toEqual([
      'most load by statement (9.5 of the sessions): UPDATE stock SET held = held + ?',
    ]);
  });

  it('is not guessed among several instances', () => {
    expect(rdsState({ metrics: [], described: described(['ledger', 'catalog']) }, watching(), since)).toEqual([]);
  });
});

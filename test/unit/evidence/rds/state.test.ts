import { describe, expect, it } from 'vitest';
import type { Measured } from '../../../../core/evidence/gathered.ts';
import { rdsState } from '../../../../core/evidence/rds/state.ts';
import { alarm, later } from '../../../support/incident.ts';

const since = later(-3 * 3600);
const watching = (reason = '') => ({
  ...alarm,
  reason,
  metrics: [
    { id: 'm1', namespace: 'AWS/RDS', name: 'DatabaseConnections', dimensions: { DBInstanceIdentifier: 'ledger' } },
  ],
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
}: {
  events?: object[];
  metrics?: Measured[];
  instances?: object[];
  reason?: string;
}) =>
  rdsState(
    {
      metrics,
      described: { 'rds:DescribeEvents': { Events: events }, 'rds:DescribeDBInstances': { DBInstances: instances } },
    },
    watching(reason),
    since,
  );
const told = (input: Parameters<typeof found>[0]) =>
  found(input).map(({ fact, resource }) => `${fact} ${resource.name}`);

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
    ['is never far behind', [1, 2, 59, 60, 58, 59, 60]],
    ['has no data', []],
  ])('that %s is none', (_what, values) => {
    expect(told({ metrics: [series('ReplicaLag', values, 'ledger-2')], instances })).toEqual([]);
  });
});

describe('connections', () => {
  const climbed = [200, 250, 300, 340, 380, 395, 396, 398, 397, 398];
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
    ['climbed to a level that does not move', { metrics: [series('DatabaseConnections', climbed)] }, 0.6],
  ])('%s are exhausted', (_what, input, strength) => {
    const exhausted = found(input).filter(({ fact }) => fact === 'rds_connections_exhausted');
    expect(exhausted.at(-1)).toMatchObject({ resource: { name: 'ledger' }, strength });
  });

  it.each([
    [
      'far from a stated limit',
      { metrics: [series('DatabaseConnections', steady)], events: [event('Connections: 380 of 900 in use')] },
    ],
    ['as many as ever', { metrics: [series('DatabaseConnections', steady)] }],
    ['of an instance that the alarm is not about', { metrics: [series('DatabaseConnections', climbed, 'catalog')] }],
  ])('%s are not', (_what, input) => {
    expect(told(input).filter((one) => one.startsWith('rds_connections'))).toEqual([]);
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

import { describe, expect, it } from 'vitest';
import { alarmHistoryFindings } from '../../../core/evidence/alarm-history.ts';
import { callGraphOf } from '../../../core/evidence/call-graph.ts';
import { changeFindings } from '../../../core/evidence/change-findings.ts';
import { collect } from '../../../core/evidence/collect.ts';
import { joinedAnswers } from '../../../core/evidence/gather/answers.ts';
import { type EvidencePorts, gather } from '../../../core/evidence/gather/gather.ts';
import type { Change } from '../../../core/evidence/gathered.ts';
import { Wanted } from '../../../core/evidence/wanted.ts';
import { alarm, incident, later } from '../../support/incident.ts';

const now = later(60);
const basket = { kind: 'EcsService', name: 'quay/basket' };
const about = incident({ resource: basket });

const silent: EvidencePorts = {
  metrics: { read: async (queries) => queries.map(({ id }) => ({ id, points: [] })) },
  logs: { search: async () => ({ lines: [], complete: true }) },
  kubernetes: { get: async () => undefined, list: async () => [] },
  ecs: { service: async () => undefined },
};

const change = (id: string, seconds: number, more: Partial<Change> = {}): Change => ({
  id,
  at: later(seconds),
  name: 'UpdateService',
  source: 'ecs.amazonaws.com',
  by: 'dana',
  resources: [],
  ...more,
});

describe('the sources that a deployment may switch off', () => {
  const everything = Wanted.parse({
    ecs: ['$name'],
    stoppedTasks: true,
    changes: ['$name', 'ecs.amazonaws.com', '$dimension.Nobody'],
    databases: ['ledger', 'ledger-replica'],
    callGraph: true,
  });

  it('are a gap by their name where a runbook wants them, and none where it does not', async () => {
    const { gaps } = await gather(silent, about, everything, now);
    const off = ['alarm history', 'stopped tasks', 'databases', 'call graph', 'changes'];
    expect(gaps).toEqual([
      'ECS service quay/basket: there is none',
      ...off.map((source) => `${source}: not switched on in this deployment`),
    ]);
    expect((await gather(silent, about, Wanted.parse({ alarmHistory: false }), now)).gaps).toEqual([]);
  });

  it('are each asked for what is named, and their answers join', async () => {
    const asked: unknown[] = [];
    const hours = ({ from, to }: { from: Date; to: Date }) => (to.getTime() - from.getTime()) / 3_600_000;
    const told = (...what: unknown[]) => void asked.push(what);
    const on: EvidencePorts = {
      ...silent,
      alarmHistory: {
        stateChanges: async (name, period) => {
          told(name, hours(period));
          return { found: { 'cloudwatch:DescribeAlarmHistory': {} }, gaps: [] };
        },
      },
      stoppedTasks: {
        stopped: async (cluster, service) => {
          told(cluster, service);
          return { found: { 'ecs:DescribeTasks': { tasks: [] } }, gaps: [] };
        },
      },
      databases: {
        about: async (name, period) => {
          told(name, hours(period));
          return { found: { 'rds:DescribeDBInstances': { DBInstances: [name] } }, gaps: [`load of ${name}`] };
        },
      },
      changes: {
        lookUp: async (names, period) => {
          told(names, hours(period));
          return { found: [change('a', -60)], gaps: ['complete until then'] };
        },
      },
      callGraph: {
        graph: async (period) => {
          told(hours(period));
          const topology = { services: ['basket'], edges: [] };
          return { found: { topology, metrics: [] }, gaps: [] };
        },
      },
    };
    const found = await gather(on, about, everything, now);
    expect(asked).toEqual([
      [alarm.name, 24],
      ['quay', 'basket'],
      ['ledger', 3],
      ['ledger-replica', 3],
      [['quay/basket', 'ecs.amazonaws.com'], 3],
      [1.5],
    ]);
    expect(found).toMatchObject({
      described: { 'rds:DescribeDBInstances': { DBInstances: ['ledger', 'ledger-replica'] } },
      changes: [{ id: 'a' }],
      topology: { services: ['basket'], edges: [] },
    });
    expect(found.gaps.slice(-2)).toEqual([
      'changes of $dimension.Nobody: $dimension.Nobody has no value here',
      'complete until then',
    ]);
  });

  it('fail one by one: the others are still read', async () => {
    const broken = async () => {
      throw new Error('no answer');
    };
    const { gaps, changes } = await gather(
      {
        ...silent,
        alarmHistory: { stateChanges: broken },
        databases: { about: broken },
        changes: { lookUp: async () => ({ found: [change('a', -60)], gaps: [] }) },
      },
      about,
      Wanted.parse({ databases: ['ledger'], changes: ['basket'] }),
      now,
    );
    expect(gaps).toEqual([
      'alarm history could not be read: Error: no answer',
      'database ledger could not be read: Error: no answer',
    ]);
    expect(changes).toHaveLength(1);
  });

  it('answers that are no lists are those of the first', () =>
    expect(
      joinedAnswers([
        { found: { 'a:B': { Keys: [1], Total: 1 } }, gaps: [] },
        { found: { 'a:B': { Keys: [2], Total: 2, More: 3 }, 'c:D': 4 }, gaps: [] },
      ]).found,
    ).toEqual({ 'a:B': { Keys: [1, 2], Total: 1, More: 3 }, 'c:D': 4 }));
});

describe('Kubernetes kinds', () => {
  const kinds = ['Service', 'Node', 'Lease', 'Secret', 'ConfigMap'];
  const listing = (listed: string[]): EvidencePorts => ({
    ...silent,
    kubernetes: {
      get: async () => undefined,
      list: async (kind, namespace) => {
        listed.push(`${namespace}/${kind}`);
        return [{ metadata: { name: 'one' } }];
      },
    },
  });
  const wanted = Wanted.parse({ kubernetes: kinds, alarmHistory: false });

  it('are listed in the namespace, in the cluster or where leases are, and never those that hold secrets', async () => {
    const listed: string[] = [];
    const { objects, gaps } = await gather(listing(listed), incident(), wanted, now);
    expect(listed).toEqual(['checkout/Service', '/Node', 'kube-node-lease/Lease']);
    expect(objects).toEqual([
      { kind: 'Service', metadata: { name: 'one', namespace: 'checkout' } },
      { kind: 'Node', metadata: { name: 'one' } },
      { kind: 'Lease', metadata: { name: 'one', namespace: 'kube-node-lease' } },
    ]);
    expect(gaps).toEqual(['Kubernetes Secret: not read', 'Kubernetes ConfigMap: not read']);
  });

  it('of the cluster are listed for a resource without a namespace, too', async () => {
    const listed: string[] = [];
    const { gaps } = await gather(listing(listed), about, wanted, now);
    expect(listed).toEqual(['/Node', 'kube-node-lease/Lease']);
    expect(gaps[0]).toBe('Kubernetes Service: the resource has no namespace');
  });
});

describe('yesterday', () => {
  it('stands beside a series, and its absence is no gap', async () => {
    const earlier = [{ at: later(-86_400), value: 2 }];
    const metrics = ['a', 'b'].map((id) => ({ id, namespace: 'N', name: id, dimensions: {} }));
    const read: EvidencePorts['metrics']['read'] = async () => [
      { id: 'a', points: [{ at: now, value: 1 }], earlier },
      { id: 'b', points: [{ at: now, value: 1 }], earlier: [] },
    ];
    const wanted = Wanted.parse({ metrics, alarmHistory: false });
    const found = await gather({ ...silent, metrics: { read } }, about, wanted, now);
    expect(found.metrics.map((one) => one.yesterday)).toEqual([earlier, undefined]);
    expect(found.gaps).toEqual([]);
  });
});

describe('the history of an alarm', () => {
  /** Minutes before the alarm, when it fired and when it was over. */
  const history = (...states: [minutes: number, from: string, to: string][]) => ({
    'cloudwatch:DescribeAlarmHistory': {
      AlarmHistoryItems: states.map(([minutes, from, to]) => ({
        AlarmName: alarm.name,
        Timestamp: later(-60 * minutes),
        HistoryItemType: 'StateUpdate',
        HistorySummary: `Alarm updated from ${from} to ${to}`,
      })),
    },
  });
  const fired = (minutes: number): [number, string, string] => [minutes, 'OK', 'ALARM'];
  const over = (minutes: number): [number, string, string] => [minutes, 'ALARM', 'OK'];
  const told = (described: Record<string, unknown>) => alarmHistoryFindings(described, alarm, basket);

  it('tells since when it flaps: since it was last calm for half an hour', () => {
    const flapping = history(fired(0), over(5), fired(12), over(20), fired(40), over(100), fired(120));
    expect(told(flapping)).toMatchObject([
      { fact: 'alarm_flapping', time: later(-40 * 60).toISOString(), data: { times: 4, timesInEpisode: 3 } },
    ]);
  });

  it('tells how often it fired within a day', () =>
    expect(told(history(fired(0), over(300), fired(310)))).toMatchObject([
      { fact: 'alarm_recurring', data: { times: 2, timesInEpisode: 1 } },
    ]));

  it.each([
    ['fired once', history(fired(0))],
    ['has another name', history(fired(0), over(1), fired(2))],
    ['has no history', {}],
    ['has one of an unknown form', { 'cloudwatch:DescribeAlarmHistory': { AlarmHistoryItems: [{}, 1] } }],
  ])('says nothing of one that %s', (what, described) => {
    const name = what === 'has another name' ? 'another' : alarm.name;
    expect(alarmHistoryFindings(described, { ...alarm, name }, basket)).toEqual([]);
  });

  it('moves the onset to the first time of the episode', async () => {
    const described = history(fired(0), over(2), fired(4), over(6), fired(8));
    const alarmHistory = { stateChanges: async () => ({ found: described, gaps: [] }) };
    const quiet = { ...about, alarm: { ...alarm, metrics: [] } };
    const { pack } = await collect({ ...silent, alarmHistory }, quiet, Wanted.parse({}), now);
    expect(pack.onset).toBe(later(-8 * 60).toISOString());
  });
});

describe('changes before the trouble', () => {
  const trouble = later(0);
  const of = (...changes: Change[]) => changeFindings(changes, basket, trouble);
  const named = { parameters: { service: 'basket', cluster: 'quay' } };

  it('come the nearer first, and those of the thing itself before its neighbors', () => {
    const neighbor = { resources: [{ type: 'AWS::SSM::Parameter', name: 'quay-limits' }], name: 'PutParameter' };
    expect(
      of(change('far', -3000, named), change('near', -600, named), change('beside', -300, neighbor)).map(
        ({ resource, strength, pointer }) => [pointer, resource.name, strength],
      ),
    ).toEqual([
      ['changes.json near', 'quay/basket', 0.56],
      ['changes.json beside', 'quay-limits', 0.36],
      ['changes.json far', 'quay/basket', 0.22],
    ]);
  });

  it.each([
    ['an ARN', { resources: [{ name: 'arn:aws:ecs:eu-central-1:123456789012:service/quay/basket' }] }, true],
    ['its name in the request', { parameters: { input: { serviceName: 'basket' } } }, true],
    ['a longer name', { parameters: { service: 'basket-canary' } }, false],
  ])('are of the thing itself by %s: %s', (_what, more, isIt) =>
    expect(of(change('a', -60, more))).toMatchObject([{ data: { isIt } }]),
  );

  it('are not told when they came later, or hours before, and never more than five', () => {
    expect(of(change('later', 61, named), change('old', -3 * 3600, named))).toEqual([]);
    expect(of(change('in the minute', 50, named))).toHaveLength(1);
    expect(of(...Array.from({ length: 9 }, (_, n) => change(`${n}`, -60 * n, named)))).toHaveLength(5);
  });

  it('tell who did what, each for itself, and never repeats what was asked for', async () => {
    const secret = { parameters: { service: 'basket', environment: { TOKEN: 'hunter22' } } };
    const found = [change('a', -60, secret), change('b', -120, { ...secret, name: 'DeleteAlarms' })];
    const changes = { lookUp: async () => ({ found, gaps: [] }) };
    const wanted = Wanted.parse({ changes: ['basket'], alarmHistory: false });
    const { pack } = await collect({ ...silent, changes }, about, wanted, now);
    expect(pack.signals.filter(({ fact }) => fact === 'resource_changed').map(({ summary }) => summary)).toEqual([
      `dana called UpdateService at ${later(-60).toISOString()}`,
      `dana called DeleteAlarms at ${later(-120).toISOString()}`,
    ]);
    expect(JSON.stringify(pack)).not.toContain('hunter22');
  });
});

describe('a call graph', () => {
  const node = (ReferenceId: number, Name: string, calls: number[], count = 0, faults = 0) => ({
    ReferenceId,
    Name,
    Type: 'AWS::ECS::Fargate',
    SummaryStatistics: { TotalCount: count, TotalResponseTime: count / 4, FaultStatistics: { TotalCount: faults } },
    Edges: calls.map((one) => ({ ReferenceId: one })),
  });

  it('is one of all periods, whose references are their own, with a point a period', () => {
    const { graph, unreadable } = callGraphOf(
      [
        { at: later(300), services: [node(7, 'ledger', [], 10, 5), node(8, 'basket', [7, 99], 20), {}] },
        { at: later(0), services: [node(1, 'basket', [2], 40), node(2, 'ledger', [])] },
      ],
      300,
    );
    expect(graph?.topology).toEqual({
      services: ['basket_AWS::ECS::Fargate', 'ledger_AWS::ECS::Fargate'],
      edges: [{ from: 'basket_AWS::ECS::Fargate', to: 'ledger_AWS::ECS::Fargate' }],
    });
    const series = (name: string, service: string) =>
      graph?.metrics
        .find((one) => one.name === name && one.dimensions['Service'] === `${service}_AWS::ECS::Fargate`)
        ?.points.map(({ value }) => value);
    expect(series('latency', 'basket')).toEqual([0.25, 0.25]);
    expect(series('requests', 'ledger')).toEqual([0, 10]);
    // Without a request there is no rate.
    expect(series('FaultRate', 'ledger')).toEqual([50]);
    expect(unreadable).toBe(1);
  });

  it('is none where nothing was traced', () =>
    expect(callGraphOf([{ at: now, services: [] }], 300)).toEqual({ graph: undefined, unreadable: 0 }));
});

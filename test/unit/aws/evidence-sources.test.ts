import { CloudTrailClient, CloudTrailServiceException, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import { DescribeDimensionKeysCommand, PIClient, PIServiceException } from '@aws-sdk/client-pi';
import { DescribeDBInstancesCommand, DescribeEventsCommand, RDSClient, RDSServiceException } from '@aws-sdk/client-rds';
import { GetServiceGraphCommand, XRayClient } from '@aws-sdk/client-xray';
import { beforeEach, describe, it } from 'vitest';
import { cloudWatchAlarmHistory } from '../../../core/aws/alarm-history.ts';
import { openCallGraph } from '../../../core/aws/call-graph.ts';
import { openChanges } from '../../../core/aws/changes.ts';
import { clientConfig } from '../../../core/aws/client-config.ts';
import { openDatabaseObserver } from '../../../core/aws/database-observer.ts';
import { evidencePorts } from '../../../core/aws/evidence-ports.ts';
import { openStoppedTasks } from '../../../core/aws/stopped-tasks.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const source = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };
const client = clientConfig({ source });

const services = {
  cloudTrail: mockedClient(CloudTrailClient),
  cloudWatch: mockedClient(CloudWatchClient),
  ecs: mockedClient(ECSClient),
  pi: mockedClient(PIClient),
  rds: mockedClient(RDSClient),
  xRay: mockedClient(XRayClient),
};
beforeEach(() => {
  for (const service of Object.values(services)) service.reset();
});

const to = new Date('2026-11-20T03:00:00.000Z');
const before = (minutes: number): Date => new Date(to.getTime() - minutes * 60_000);
const period = { from: before(180), to };

const pauses: [number, number][] = [];
const pause = async (...waited: [number, number]) => void pauses.push(waited);
const ports = (on: boolean) =>
  evidencePorts({
    client,
    cluster: undefined,
    now: () => to,
    pause,
    reads: { cloudTrail: on, rds: on, xRay: on },
  });

describe('the history of an alarm', () => {
  const history = cloudWatchAlarmHistory(new CloudWatchClient(client));
  const item = (minutes: number) => ({ AlarmName: 'basket-cpu', Timestamp: before(minutes) });

  it('is asked for with composite alarms, the newest changes of state first', async () => {
    services.cloudWatch
      .on(DescribeAlarmHistoryCommand)
      .resolvesOnce({ AlarmHistoryItems: [item(1)], NextToken: 'more' })
      .resolves({ AlarmHistoryItems: [item(9)] });
    expect(await history.stateChanges('basket-cpu', period)).toEqual({
      found: { 'cloudwatch:DescribeAlarmHistory': { AlarmHistoryItems: [item(1), item(9)] } },
      gaps: [],
    });
    const asked = {
      AlarmName: 'basket-cpu',
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      HistoryItemType: 'StateUpdate',
      StartDate: period.from,
      EndDate: to,
      MaxRecords: 100,
      ScanBy: 'TimestampDescending',
    };
    expect(sent(services.cloudWatch, DescribeAlarmHistoryCommand)).toEqual([asked, { ...asked, NextToken: 'more' }]);
  });

  it('stops after three pages and says so', async () => {
    services.cloudWatch.on(DescribeAlarmHistoryCommand).resolves({ AlarmHistoryItems: [item(1)], NextToken: 'more' });
    const { gaps } = await history.stateChanges('basket-cpu', period);
    expect(gaps).toEqual(['alarm history: only the last 3 changes of state were read']);
  });
});

describe('changes', () => {
  const changes = openChanges(client, pause);
  const event = (id: string, minutes: number, more = {}) => ({
    EventId: id,
    EventName: 'UpdateService',
    EventTime: before(minutes),
    EventSource: 'ecs.amazonaws.com',
    Username: 'dana',
    ReadOnly: 'false',
    CloudTrailEvent: JSON.stringify({ requestParameters: { service: 'basket' } }),
    ...more,
  });
  beforeEach(() => void pauses.splice(0));

  it('are looked up by resource or by API, one call after another at the rate of CloudTrail', async () => {
    services.cloudTrail
      .on(LookupEventsCommand)
      .resolvesOnce({ Events: [event('b', 40)], NextToken: 'more' })
      .resolvesOnce({ Events: [event('a', 50)] })
      .resolves({ Events: [event('b', 40), event('c', 30, { ReadOnly: 'true' })] });
    const { found, gaps } = await changes.lookUp(['basket', 'ecs.amazonaws.com'], period);
    expect(found).toEqual([
      {
        id: 'a',
        at: before(50),
        name: 'UpdateService',
        source: 'ecs.amazonaws.com',
        by: 'dana',
        resources: [],
        parameters: { service: 'basket' },
      },
      expect.objectContaining({ id: 'b' }),
    ]);
    expect(gaps).toEqual([
      'changes: CloudTrail may lag 15 minutes and is complete up to 2026-11-20T02:45:00.000Z only',
    ]);
    const asked = {
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'basket' }],
      StartTime: period.from,
      EndTime: to,
      MaxResults: 50,
    };
    expect(sent(services.cloudTrail, LookupEventsCommand)).toEqual([
      asked,
      { ...asked, NextToken: 'more' },
      { ...asked, LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'ecs.amazonaws.com' }] },
    ]);
    expect(pauses).toEqual([
      [550, 700],
      [550, 700],
    ]);
  });

  it('are cut after two pages of a name, and without the record inside where that is too long', async () => {
    const long = JSON.stringify({ requestParameters: { note: 'x'.repeat(70_000) } });
    services.cloudTrail
      .on(LookupEventsCommand)
      .resolves({ Events: [event('a', 50, { CloudTrailEvent: long }), {}], NextToken: 'more' });
    const { found, gaps } = await changes.lookUp(['basket'], period);
    expect(found).toMatchObject([{ id: 'a', name: 'UpdateService' }]);
    expect(found[0]).not.toHaveProperty('parameters');
    expect(gaps.slice(0, 2)).toEqual([
      'changes of basket: only the newest 4 events were read',
      'changes: 2 events have an unknown form',
    ]);
  });

  it.each([
    ['ThrottlingException', 'client', 'ServiceUnavailable'],
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['InvalidLookupAttributesException', 'client', 'ServiceRefused'],
  ] as const)('translate %s', async (name, $fault, translated) => {
    const error = new CloudTrailServiceException({ name, $fault, message: '', $metadata: {} });
    services.cloudTrail.on(LookupEventsCommand).rejects(error);
    await expect(changes.lookUp(['basket'], period)).rejects.toMatchObject({ name: translated, cause: error });
  });
});

describe('stopped tasks', () => {
  const tasks = openStoppedTasks(client);
  const arn = 'arn:aws:ecs:eu-central-1:123456789012:task/quay/0a1b';

  it('are found by their service and described', async () => {
    services.ecs.on(ListTasksCommand).resolves({ taskArns: [arn], nextToken: 'more' });
    services.ecs
      .on(DescribeTasksCommand)
      .resolves({ tasks: [{ taskArn: arn }], failures: [{ reason: 'MISSING' }, { reason: 'ACCESS' }] });
    expect(await tasks.stopped('quay', 'basket')).toEqual({
      found: { 'ecs:DescribeTasks': { tasks: [{ taskArn: arn }] } },
      gaps: ['stopped tasks of quay/basket: more than 100', 'stopped tasks of quay/basket: 1 could not be described'],
    });
    expect(sent(services.ecs, ListTasksCommand)).toEqual([
      { cluster: 'quay', serviceName: 'basket', desiredStatus: 'STOPPED', maxResults: 100 },
    ]);
    expect(sent(services.ecs, DescribeTasksCommand)).toEqual([{ cluster: 'quay', tasks: [arn] }]);
  });

  it('are not described where there are none', async () => {
    services.ecs.on(ListTasksCommand).resolves({});
    expect(await tasks.stopped('quay', 'basket')).toEqual({ found: { 'ecs:DescribeTasks': { tasks: [] } }, gaps: [] });
    expect(sent(services.ecs, DescribeTasksCommand)).toEqual([]);
  });
});

describe('a database', () => {
  const databases = openDatabaseObserver(client);
  const instance = { DBInstanceIdentifier: 'ledger', DbiResourceId: 'db-ABC', PerformanceInsightsEnabled: true };
  const event = { SourceIdentifier: 'ledger', Message: 'Multi-AZ instance failover started.', Date: before(3) };
  beforeEach(() => {
    services.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [instance] });
    services.rds.on(DescribeEventsCommand).resolves({ Events: [event] });
  });

  it('is described with its events, and its load by statement without literals and by wait', async () => {
    const key = { Dimensions: { 'db.wait_event.name': 'CPU' }, Total: 3 };
    services.pi.on(DescribeDimensionKeysCommand).resolves({ Keys: [key] });
    expect(await databases.about('ledger', period)).toEqual({
      found: {
        'rds:DescribeDBInstances': { DBInstances: [instance] },
        'rds:DescribeEvents': { Events: [event] },
        'pi:DescribeDimensionKeys': { Keys: [key] },
        'pi:DescribeDimensionKeys#db.wait_event': { Keys: [key] },
      },
      gaps: [],
    });
    expect(sent(services.rds, DescribeEventsCommand)).toEqual([
      {
        SourceType: 'db-instance',
        SourceIdentifier: 'ledger',
        StartTime: period.from,
        EndTime: to,
        MaxRecords: 100,
      },
    ]);
    expect(sent(services.rds, DescribeDBInstancesCommand)).toEqual([{ DBInstanceIdentifier: 'ledger' }]);
    expect(sent(services.pi, DescribeDimensionKeysCommand)).toEqual(
      ['db.sql_tokenized', 'db.wait_event'].map((Group) => ({
        ServiceType: 'RDS',
        Identifier: 'db-ABC',
        StartTime: before(15),
        EndTime: to,
        Metric: 'db.load.avg',
        GroupBy: { Group, Limit: 5 },
        MaxResults: 5,
      })),
    );
  });

  it('has a gap where its load is not recorded, and is not asked for it', async () => {
    services.rds
      .on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [{ ...instance, PerformanceInsightsEnabled: false }] });
    const { gaps } = await databases.about('ledger', period);
    expect(gaps).toEqual(['load of ledger: Performance Insights is not enabled']);
    expect(sent(services.pi, DescribeDimensionKeysCommand)).toEqual([]);
  });

  it('keeps what RDS tells when the load cannot be read', async () => {
    services.pi
      .on(DescribeDimensionKeysCommand)
      .rejects(
        new PIServiceException({ name: 'NotAuthorizedException', $fault: 'client', message: '', $metadata: {} }),
      );
    const { found, gaps } = await databases.about('ledger', period);
    expect(Object.keys(found)).toEqual(['rds:DescribeDBInstances', 'rds:DescribeEvents']);
    expect(gaps).toEqual([
      'load of ledger could not be read: NotPermitted: pi DescribeDimensionKeys: NotAuthorizedException',
    ]);
  });

  it.each([
    ['DBInstanceNotFoundFault', undefined],
    ['AccessDenied', 'NotPermitted'],
    ['InternalFailure', 'ServiceRefused'],
  ] as const)('translates %s to %s', async (name, translated) => {
    services.rds
      .on(DescribeDBInstancesCommand)
      .rejects(new RDSServiceException({ name, $fault: 'client', message: '', $metadata: {} }));
    const asked = databases.about('ledger', period);
    if (translated === undefined) expect((await asked).gaps).toEqual(['database ledger: there is none']);
    else await expect(asked).rejects.toMatchObject({ name: translated });
  });
});

describe('the call graph', () => {
  const graph = openCallGraph(client);

  it('is asked for in whole periods of five minutes, each with all its pages', async () => {
    const Services = [
      { ReferenceId: 1, Name: 'basket', Type: 'AWS::ECS::Fargate', SummaryStatistics: { TotalCount: 0 } },
    ];
    services.xRay.on(GetServiceGraphCommand).resolvesOnce({ Services, NextToken: 'more' }).resolves({ Services });
    const { found, gaps } = await graph.graph({ from: before(12), to: new Date('2026-11-20T03:01:30Z') });
    expect(gaps).toEqual([]);
    expect(found?.topology).toEqual({ services: ['basket_AWS::ECS::Fargate'], edges: [] });
    expect(sent(services.xRay, GetServiceGraphCommand)).toEqual(
      expect.arrayContaining([
        { StartTime: before(5), EndTime: to },
        { StartTime: before(5), EndTime: to, NextToken: 'more' },
        { StartTime: before(10), EndTime: before(5) },
      ]),
    );
    expect(sent(services.xRay, GetServiceGraphCommand)).toHaveLength(3);
  });

  it('has a gap where nothing was traced', async () => {
    services.xRay.on(GetServiceGraphCommand).resolves({});
    expect(await graph.graph(period)).toEqual({ found: undefined, gaps: ['call graph: nothing was traced'] });
  });
});

describe('the sources of a deployment', () => {
  const always = ['alarmHistory', 'ecs', 'kubernetes', 'logs', 'metrics', 'stoppedTasks'];

  it('are those that it has switched on', () => {
    expect(Object.keys(ports(false)).toSorted()).toEqual(always);
    expect(Object.keys(ports(true)).toSorted()).toEqual([...always, 'callGraph', 'changes', 'databases'].toSorted());
  });

  it('load their clients when they are asked', async () => {
    services.cloudTrail.on(LookupEventsCommand).resolves({});
    services.rds.on(DescribeDBInstancesCommand).resolves({}).on(DescribeEventsCommand).resolves({});
    services.xRay.on(GetServiceGraphCommand).resolves({});
    services.ecs.on(ListTasksCommand).resolves({});
    const { changes, databases, callGraph, stoppedTasks } = ports(true);
    await changes?.lookUp(['basket'], period);
    await databases?.about('ledger', period);
    await callGraph?.graph(period);
    await stoppedTasks?.stopped('quay', 'basket');
    const asked = [
      sent(services.cloudTrail, LookupEventsCommand).length,
      sent(services.rds, DescribeEventsCommand).length,
      sent(services.xRay, GetServiceGraphCommand).length,
      sent(services.ecs, ListTasksCommand).length,
    ];
    expect(asked).toEqual([1, 1, 36, 1]);
  });
});

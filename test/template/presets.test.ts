import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { configurationOf, handedOver, nameOf } from './alarm-events.ts';
import { alarmHandler } from './alarm-intake.ts';
import { exists } from './concrete.ts';
import { resource, root, transformed } from './template.ts';

const targets = (LoadBalancer: string, TargetGroup: string) => ({
  PresetLoadBalancer: LoadBalancer,
  PresetTargetGroup: TargetGroup,
});

/** Each preset with the parameters that make it, and the incident that the shipped runbooks make of it. */
const presets = [
  {
    id: 'PresetOomKilled',
    given: { PresetEksCluster: 'harbor', PresetEksNamespace: 'checkout', PresetEksWorkload: 'payments-api' },
    runbook: 'eks-oomkilled',
    about: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
    says: { Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching' },
    minutes: 1,
    event: 'eks-oomkilled',
  },
  {
    id: 'PresetHighLatency',
    given: targets('app/quay/50dc6c495c0c9188', 'targetgroup/catalog/f2b81c7790aa4e15'),
    runbook: 'alb-high-latency',
    about: { kind: 'EcsService', name: 'quay/catalog' },
    says: {
      Threshold: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
      ExtendedStatistic: 'p99',
    },
    minutes: 5,
    event: 'alb-high-latency',
  },
  {
    id: 'PresetFailedRequests',
    given: targets('app/harbor/9f1c2b7de04a5836', 'targetgroup/k8s-checkout-giftcard-7c1e90d2ab/3d5b9a70c1e24f68'),
    runbook: 'alb-5xx',
    about: { kind: 'Deployment', namespace: 'checkout', name: 'gift-cards' },
    says: { Threshold: 5, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'ignore' },
    minutes: 5,
    event: 'alb-5xx',
  },
  {
    id: 'PresetHighCpu',
    given: { PresetEcsCluster: 'quay', PresetEcsService: 'storefront' },
    runbook: 'ecs-cpu-overload',
    about: { kind: 'EcsService', name: 'quay/storefront' },
    says: {
      Threshold: 85,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
      Statistic: 'Average',
    },
    minutes: 10,
    event: 'ecs-cpu-overload',
  },
];

const Configuration = z.object({
  metrics: z.array(
    z.looseObject({ expression: z.string().optional(), metricStat: z.unknown().optional(), returnData: z.boolean() }),
  ),
});
const Recorded = z
  .union([
    z.object({ detail: z.object({ configuration: Configuration }) }).transform(({ detail }) => detail),
    z.object({ alarmData: z.object({ configuration: Configuration }) }).transform(({ alarmData }) => alarmData),
  ])
  .transform(({ configuration }) => configuration.metrics);
const watched = (metrics: z.infer<typeof Configuration>['metrics']) =>
  metrics.map(({ expression, metricStat, returnData }) => ({ expression, metricStat, returnData }));

describe.each(presets)('$id', ({ id, given, runbook, about, says, minutes, event }) => {
  const alarm = resource(id);
  const configuration = configurationOf(alarm, given, transformed);
  const patterns = Object.entries(given).map(([name, value]) => [name, transformed.Parameters[name], value] as const);

  it('is there when all of its parameters are given, and only then', () => {
    expect(exists(alarm, given)).toBe(true);
    for (const name of Object.keys(given)) expect(exists(alarm, { ...given, [name]: '' }), name).toBe(false);
  });

  it.each(patterns)('takes %s as the runbook has it', (_name, parameter, value) => {
    const pattern = new RegExp(z.string().parse(parameter?.['AllowedPattern']));
    expect(pattern.test(value) && pattern.test('')).toBe(true);
    expect(pattern.test(`${value} or 1=1`)).toBe(false);
  });

  it(`fires when each of ${minutes} minutes is beyond the threshold, and calls the alarm-handler in both states`, () => {
    const action = [{ Ref: 'AlarmHandlerFunctionAliaslive' }];
    expect(alarm.Properties).toMatchObject({ ...says, AlarmActions: action, OKActions: action });
    expect(alarm.Properties).toMatchObject({ EvaluationPeriods: minutes, DatapointsToAlarm: minutes });
    expect(configuration.metrics.flatMap(({ metricStat }) => metricStat?.period ?? [])).toContain(60);
    // Else it could fire before it may call.
    expect(alarm.DependsOn).toBe('DirectAlarmPermission');
  });

  it(`opens an incident of the runbook ${runbook} and ends it when it is OK`, async () => {
    const { handle, incident } = alarmHandler(transformed);
    const [opened] = await handle(handedOver(nameOf(alarm), 'ALARM', 13, configuration));
    expect(opened).toMatchObject({ kind: 'opened', status: 'detected' });
    const { incidentId } = z.object({ incidentId: z.string() }).parse(opened);
    expect(await incident(incidentId)).toMatchObject({ runbook, resource: about });
    const recovered = await handle(handedOver(nameOf(alarm), 'OK', 19, configuration));
    expect(recovered).toEqual([{ kind: 'self_recovered', incidentId }]);
  });

  it(`sends what events/alarm-handler/${event}.json has`, () => {
    const file: unknown = JSON.parse(readFileSync(`${root}events/alarm-handler/${event}.json`, 'utf8'));
    expect(watched(Recorded.parse(file))).toEqual(watched(configuration.metrics));
  });
});

it('reckons the share of failed requests of 20 a minute at least, and no failure as none', () => {
  expect(configurationOf(resource('PresetFailedRequests'), {}, transformed).metrics[0]).toMatchObject({
    expression: '100 * FILL(errors, 0) / IF(requests > 20, requests, 20)',
  });
});

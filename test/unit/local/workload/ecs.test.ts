import { describe, expect, it } from 'vitest';
import { normalizeAlarms } from '../../../../core/incident/normalize/normalize.ts';
import { albHighLatency } from '../../../../local/scenarios/alb-high-latency.ts';
import { ecsBadDeploy } from '../../../../local/scenarios/ecs-bad-deploy.ts';
import { ecsCpuOverload } from '../../../../local/scenarios/ecs-cpu-overload.ts';
import { servicesOf } from '../../../../local/scenarios/ecs-services.ts';
import type { Scenario } from '../../../../local/scenarios/scenario.ts';
import { simulatedEcs } from '../../../../local/workload/ecs.ts';

const start = new Date('2026-03-02T02:10:00.000Z');
const since = new Date(start.getTime() - 600_000);

const world = (scenario: Scenario) => {
  let now = start.getTime();
  const clock = () => new Date(now);
  const workload = simulatedEcs(servicesOf(scenario, since), clock);
  const latest = async (name: string, dimensions: Record<string, string>) => {
    const [namespace, metric] = name.split(' ');
    const query = {
      id: 'm',
      namespace: namespace ?? '',
      name: metric ?? '',
      dimensions,
      stat: 'Sum',
      periodSeconds: 60,
    };
    const [series] = await workload.metrics.read([query], { from: new Date(now - 120_000), to: clock() });
    return series?.points.at(-1)?.value;
  };
  return {
    ...workload,
    subject: workload.subjects[0],
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    alarm: () => workload.subjects[0]?.alarmAt(clock()),
    cpu: (service: string) => latest('AWS/ECS CPUUtilization', { ClusterName: 'quay', ServiceName: service }),
    failed: (targets: Record<string, string>) => latest('AWS/ApplicationELB HTTPCode_Target_5XX_Count', targets),
    requests: (targets: Record<string, string>) => latest('AWS/ApplicationELB RequestCount', targets),
    p99: (targets: Record<string, string>) => latest('AWS/ApplicationELB TargetResponseTime', targets),
  };
};
const storefront = ['quay', 'storefront'] as const;
const basket = ['quay', 'basket'] as const;

describe('the simulated service that is short of CPU', () => {
  it('uses about 92 % with 4 tasks, and its neighbor does not', async () => {
    const { cpu, alarm } = world(ecsCpuOverload);
    expect(await cpu('storefront')).toBeGreaterThan(90);
    expect(await cpu('storefront')).toBeLessThan(94);
    expect(await cpu('catalog')).toBeLessThan(70);
    expect(alarm()).toBe('ALARM');
  });

  it('falls below 70 % when the tasks that it needs have come up, and not before', async () => {
    const { ecs, cpu, alarm, pass } = world(ecsCpuOverload);
    await ecs.setDesiredCount(...storefront, 6);
    expect(await ecs.service(...storefront)).toMatchObject({ desiredCount: 6, runningCount: 4, pendingCount: 2 });
    pass(20);
    expect(alarm()).toBe('ALARM');
    pass(100);
    expect(await cpu('storefront')).toBeLessThan(70);
    expect(alarm()).toBe('OK');
    expect(await ecs.service(...storefront)).toMatchObject({ runningCount: 6, pendingCount: 0 });
  });

  it('stays as it is with one task too few', async () => {
    const { ecs, alarm, pass } = world({
      ...ecsCpuOverload,
      troubles: [{ kind: 'ecs-overload', service: 'storefront', needsTasks: 12 }],
    });
    await ecs.setDesiredCount(...storefront, 6);
    pass(300);
    expect(alarm()).toBe('ALARM');
  });

  it('has no new deployment by a changed number', async () => {
    const { ecs } = world(ecsCpuOverload);
    const before = (await ecs.service(...storefront))?.deployments;
    await ecs.setDesiredCount(...storefront, 6);
    expect((await ecs.service(...storefront))?.deployments).toEqual(before);
  });
});

const targets = (found: ReturnType<typeof world>) => {
  const spec = found.services[0]?.spec;
  return { LoadBalancer: spec?.loadBalancer ?? '', TargetGroup: spec?.targetGroup ?? '' };
};

describe('the simulated service whose requests wait for CPU', () => {
  it('has half again as many requests as it has tasks for, and a p99 of seconds until they have come', async () => {
    const found = world(albHighLatency);
    expect(await found.requests(targets(found))).toBeGreaterThan(900);
    expect(await found.p99(targets(found))).toBeGreaterThan(1.5);
    expect(found.alarm()).toBe('ALARM');
    await found.ecs.setDesiredCount('quay', 'catalog', 5);
    found.pass(180);
    const five = await found.p99(targets(found));
    await found.ecs.setDesiredCount('quay', 'catalog', 6);
    found.pass(180);
    expect(await found.p99(targets(found))).toBeLessThan(five ?? 0);
    expect(await found.p99(targets(found))).toBeLessThan(0.6);
    expect(found.alarm()).toBe('OK');
  });
});

describe('the simulated service with a bad deployment', () => {
  it('was deployed ten minutes ago and fails since', async () => {
    const found = world(ecsBadDeploy);
    expect(await found.failed(targets(found))).toBeGreaterThan(30);
    const [primary] = (await found.ecs.service(...basket))?.deployments ?? [];
    expect(primary).toMatchObject({ status: 'PRIMARY', createdAt: since });
    expect(found.alarm()).toBe('ALARM');
  });

  it('fails no more when the revision before runs; it publishes no count of nothing, but requests', async () => {
    const found = world(ecsBadDeploy);
    const [, good = ''] = await found.ecs.revisions('basket');
    await found.ecs.setTaskDefinition(...basket, good);
    expect((await found.ecs.service(...basket))?.deployments).toHaveLength(2);
    found.pass(180);
    expect(await found.failed(targets(found))).toBeUndefined();
    expect(await found.requests(targets(found))).toBeGreaterThan(500);
    expect(found.alarm()).toBe('OK');
    expect((await found.ecs.service(...basket))?.deployments).toHaveLength(1);
  });

  it('goes on failing where the deployment was not the reason', async () => {
    const found = world({ ...ecsBadDeploy, troubles: [{ kind: 'ecs-bad-deploy', service: 'basket', curable: false }] });
    const [, before = ''] = await found.ecs.revisions('basket');
    await found.ecs.setTaskDefinition(...basket, before);
    found.pass(300);
    expect(found.alarm()).toBe('ALARM');
  });
});

describe('the alarm events of simulated services', () => {
  it.each([
    [ecsCpuOverload, 'quay-storefront-cpu', ['AWS/ECS CPUUtilization']],
    [albHighLatency, 'quay-catalog-p99', ['AWS/ApplicationELB TargetResponseTime']],
    [
      ecsBadDeploy,
      'quay-basket-5xx',
      ['AWS/ApplicationELB HTTPCode_Target_5XX_Count', 'AWS/ApplicationELB RequestCount'],
    ],
  ])('are read by the alarm-handler: $name', (scenario, name, metrics) => {
    const event = world(scenario).subject?.alarmEvent('ALARM', start);
    const [found] = normalizeAlarms(event);
    if (found?.kind !== 'alarm') throw new Error('the event is not understood');
    expect(found.alarm).toMatchObject({ name, state: 'ALARM' });
    const watched = found.alarm.metrics.filter(({ name: metric }) => metric !== undefined);
    expect(watched.map(({ namespace, name: metric }) => `${namespace} ${metric}`)).toEqual(metrics);
  });
});

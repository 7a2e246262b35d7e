import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { normalizeAlarms } from '../../../../core/incident/normalize/normalize.ts';
import { loadPolicyLayer } from '../../../../core/runtime/policy-source.ts';
import { recordedScenario } from '../../../../local/scenarios/recorded.ts';

const policy = loadPolicyLayer('layers/policy');
const scenarioOf = (text: string) => {
  const [found] = normalizeAlarms(JSON.parse(text));
  if (found?.kind !== 'alarm') throw new Error('no alarm');
  const { troubles, ends } = recordedScenario(found.alarm, policy);
  return { trouble: troubles[0], end: ends.approve };
};
const event = (name: string): string => readFileSync(`events/alarm-handler/${name}.json`, 'utf8');

describe('a recorded alarm', () => {
  it('of an ECS service is simulated as that service, short of CPU', () =>
    expect(scenarioOf(event('ecs-cpu-overload'))).toMatchObject({
      trouble: { kind: 'ecs-overload', service: 'storefront', at: { cluster: 'quay' } },
      end: 'resolved',
    }));

  it('of a service outside the policy ends as a report', () =>
    expect(scenarioOf(event('ecs-cpu-overload').replaceAll('"quay"', '"elsewhere"'))).toMatchObject({
      trouble: { at: { cluster: 'elsewhere' } },
      end: 'report_only',
    }));

  it('of a target group is simulated as the service behind it, and is repaired where a runbook knows that service', () => {
    const ratio = event('metric-math');
    expect(scenarioOf(ratio)).toMatchObject({
      trouble: { kind: 'ecs-bad-deploy', service: 'payments' },
      end: 'report_only',
    });
    const ours = ratio
      .replaceAll('app/checkout/4c1d7e90ab52f683', 'app/quay/50dc6c495c0c9188')
      .replaceAll('targetgroup/payments/91be03d7f5c26a48', 'targetgroup/basket/73e2d6bc24d8a067');
    expect(scenarioOf(ours)).toMatchObject({ trouble: { kind: 'ecs-bad-deploy', service: 'basket' }, end: 'resolved' });
  });

  it('of the time that a target group answers in is simulated as the service behind it, with too few tasks', () => {
    const slow = event('metric-math')
      .replaceAll('app/checkout/4c1d7e90ab52f683', 'app/quay/50dc6c495c0c9188')
      .replaceAll('targetgroup/payments/91be03d7f5c26a48', 'targetgroup/catalog/f2b81c7790aa4e15')
      .replaceAll('HTTPCode_Target_5XX_Count', 'TargetResponseTime');
    const trouble = { kind: 'ecs-overload', service: 'catalog', watches: 'latency' };
    expect(scenarioOf(slow)).toMatchObject({ trouble, end: 'resolved' });
  });

  it.each([
    ['pod_status_pending', 'cpu', 'resolved'],
    ['pod_container_status_waiting_reason_image_pull_error', 'image', 'resolved'],
    ['status_replicas_unavailable', 'probe', 'resolved'],
    ['pod_number_of_container_restarts', 'nothing', 'report_only'],
  ])('of %s is simulated as a Deployment with that trouble', (metric, wrong, end) => {
    const other = event('eks-oomkilled').replaceAll('pod_container_status_terminated_reason_oom_killed', metric);
    const at = { cluster: 'harbor', namespace: 'checkout' };
    expect(scenarioOf(other)).toMatchObject({ trouble: { kind: 'rollout', app: 'payments-api', wrong, at }, end });
  });

  it.each([
    [
      'AWS/RDS',
      'DatabaseConnections',
      { DBInstanceIdentifier: 'orders-db' },
      { kind: 'database', lacks: 'connections' },
    ],
    ['AWS/RDS', 'FreeStorageSpace', { DBInstanceIdentifier: 'orders-db' }, { kind: 'database', lacks: 'storage' }],
    ['AWS/Lambda', 'Throttles', { FunctionName: 'invoice-render' }, { kind: 'function' }],
  ])('of %s %s is simulated as what its dimensions name', (namespace, name, dimensions, trouble) => {
    const other = event('ecs-cpu-overload')
      .replaceAll('"AWS/ECS"', JSON.stringify(namespace))
      .replaceAll('"CPUUtilization"', JSON.stringify(name))
      .replace(/"dimensions": \{[^}]*\}/, `"dimensions": ${JSON.stringify(dimensions)}`);
    const alarm = { name: 'quay-storefront-cpu' };
    expect(scenarioOf(other)).toMatchObject({ trouble: { ...trouble, alarm }, end: 'resolved' });
  });

  it('of a target group in front of a Deployment is simulated as its rollout', () => {
    const targetGroup = 'targetgroup/k8s-checkout-giftcard-7c1e90d2ab/3d5b9a70c1e24f68';
    const ours = event('metric-math')
      .replaceAll('app/checkout/4c1d7e90ab52f683', 'app/harbor/9f1c2b7de04a5836')
      .replaceAll('targetgroup/payments/91be03d7f5c26a48', targetGroup);
    const trouble = { kind: 'rollout', app: 'gift-cards', wrong: 'errors', at: { targets: { targetGroup } } };
    expect(scenarioOf(ours)).toMatchObject({ trouble, end: 'resolved' });
  });

  it('of a pod is simulated as that workload, and any other as the usual one', () => {
    expect(scenarioOf(event('eks-oomkilled'))).toMatchObject({ trouble: { app: 'payments-api' }, end: 'resolved' });
    expect(scenarioOf(event('composite'))).toMatchObject({ trouble: { app: 'payments-api' }, end: 'report_only' });
  });
});

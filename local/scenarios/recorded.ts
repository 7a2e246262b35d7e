import type { Alarm } from '../../core/incident/alarm.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { matchRunbook, resolveResource } from '../../core/policy/match-runbook.ts';
import { isTarget } from '../../core/remediation/limits.ts';
import { base, curable, type Scenario, type Trouble } from './scenario.ts';

/** More tasks than any simulated service has, and no more than a remedy may add. */
const someMore = 6;

/** The dimensions of the first metric that has all of these. */
const dimensionsWith = ({ metrics }: Alarm, ...names: string[]): Record<string, string> =>
  metrics.map(({ dimensions }) => dimensions).find((found) => names.every((name) => found[name] !== undefined)) ?? {};

/** The simulated workload for a recorded alarm: the one its dimensions name, or the usual one where they name none. */
const troubleOf = (alarm: Alarm): Trouble => {
  const { name, account, region } = alarm;
  const pod = dimensionsWith(alarm, 'PodName', 'Namespace', 'ClusterName');
  const { PodName: app, Namespace: namespace, ClusterName: cluster } = pod;
  if (app !== undefined && namespace !== undefined && cluster !== undefined) {
    return { kind: 'app', app, needs: curable, at: { cluster, namespace, alarm: { name, account, region } } };
  }
  const { ClusterName, ServiceName } = dimensionsWith(alarm, 'ServiceName', 'ClusterName');
  if (ServiceName !== undefined && ClusterName !== undefined) {
    const at = { cluster: ClusterName, account, region, alarm: { name, watches: 'cpu' as const } };
    return { kind: 'ecs-overload', service: ServiceName, needsTasks: someMore, at };
  }
  // targetgroup/<name>/<id>: here the service behind a target group has its name.
  const { TargetGroup } = dimensionsWith(alarm, 'TargetGroup', 'LoadBalancer');
  const service = TargetGroup?.split('/')[1];
  if (service !== undefined && alarm.metrics.some((metric) => metric.name === 'TargetResponseTime')) {
    const at = { account, region, alarm: { name, watches: 'latency' as const } };
    return { kind: 'ecs-overload', service, needsTasks: someMore, watches: 'latency', at };
  }
  if (service !== undefined) {
    const at = { account, region, alarm: { name, watches: 'errors' as const } };
    return { kind: 'ecs-bad-deploy', service, curable: true, at };
  }
  const [usual] = base.troubles;
  return usual;
};

/** Whether a change can follow at all: a runbook finds the resource, has a remedy, and the policy allows the place. */
const canBeRepaired = (alarm: Alarm, { runbooks, policy }: PolicyLayer): boolean => {
  const runbook = matchRunbook(alarm, runbooks);
  const found = runbook === undefined ? undefined : resolveResource(alarm, runbook);
  if (runbook === undefined || found?.kind !== 'resolved' || runbook.remedies.length === 0) return false;
  const { resource } = found;
  return resource.namespace === undefined
    ? policy.allowedTargets.some(({ target }) => isTarget(target, resource))
    : policy.allowedNamespaces.includes(resource.namespace);
};

/**
 * The scenario around an alarm event of one's own: what it is about is simulated as a workload that can be cured. What
 * cannot be repaired is expected to end as a report for a person.
 */
export const recordedScenario = (alarm: Alarm, policy: PolicyLayer): Scenario => ({
  ...base,
  name: 'recorded event',
  description: `alarm ${alarm.name}`,
  troubles: [troubleOf(alarm)],
  ends: canBeRepaired(alarm, policy)
    ? base.ends
    : { approve: 'report_only', reject: 'report_only', none: 'report_only' },
});

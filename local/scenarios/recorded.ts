import { type Alarm, isBill } from '../../core/incident/alarm.ts';
import type { Resource } from '../../core/incident/resource.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { matchRunbook, resolveResource } from '../../core/policy/match-runbook.ts';
import type { Runbook } from '../../core/policy/runbook.ts';
import { isTarget } from '../../core/remediation/limits.ts';
import { rdsConnections } from './rds-connections.ts';
import { runtimeShadowRead } from './runtime-shadow-read.ts';
import { base, curable, type RolloutTrouble, type Scenario, type Trouble } from './scenario.ts';

/** More tasks than any simulated service has, and no more than a remedy may add. */
const someMore = 6;
/** More executions at a time than a simulated function may have, and no more than a remedy may add. */
const throttled = 16;

/** The dimensions of the first metric that has all of these. */
const dimensionsWith = ({ metrics }: Alarm, ...names: string[]): Record<string, string> =>
  metrics.map(({ dimensions }) => dimensions).find((found) => names.every((name) => found[name] !== undefined)) ?? {};

/** What goes wrong with a Deployment whose alarm watches this; anything else is a container that is killed for memory. */
const wrongBy: Readonly<Record<string, RolloutTrouble['wrong']>> = {
  pod_container_status_waiting_reason_image_pull_error: 'image',
  pod_status_pending: 'cpu',
  status_replicas_unavailable: 'probe',
  pod_number_of_container_restarts: 'nothing',
};

const troubleOfPod = (alarm: Alarm): Trouble | undefined => {
  const { name, account, region, metrics } = alarm;
  const pod = dimensionsWith(alarm, 'PodName', 'Namespace', 'ClusterName');
  const { PodName: app, Namespace: namespace, ClusterName: cluster } = pod;
  if (app === undefined || namespace === undefined || cluster === undefined) return undefined;
  const at = { cluster, namespace, alarm: { name, account, region } };
  const [wrong] = metrics.flatMap((metric) => wrongBy[metric.name ?? ''] ?? []);
  return wrong === undefined ? { kind: 'app', app, needs: curable, at } : { kind: 'rollout', app, wrong, at };
};

/** Here the ECS service behind a target group, targetgroup/<name>/<id>, has its name where no runbook says what is behind it. */
const troubleOfTargets = (alarm: Alarm, about: Resource | undefined): Trouble | undefined => {
  const { name, account, region, metrics } = alarm;
  const { TargetGroup: targetGroup, LoadBalancer: loadBalancer } = dimensionsWith(alarm, 'TargetGroup', 'LoadBalancer');
  if (targetGroup === undefined || loadBalancer === undefined) return undefined;
  if (about?.kind === 'Deployment' && about.namespace !== undefined) {
    const targets = { loadBalancer, targetGroup };
    const at = { cluster: 'harbor', namespace: about.namespace, targets, alarm: { name, account, region } };
    return { kind: 'rollout', app: about.name, wrong: 'errors', at };
  }
  const service = targetGroup.split('/')[1] ?? '';
  if (metrics.some((metric) => metric.name === 'TargetResponseTime')) {
    const at = { account, region, alarm: { name, watches: 'latency' as const } };
    return { kind: 'ecs-overload', service, needsTasks: someMore, watches: 'latency', at };
  }
  const at = { account, region, alarm: { name, watches: 'errors' as const } };
  return { kind: 'ecs-bad-deploy', service, curable: true, at };
};

const troubleOfManaged = (alarm: Alarm): Trouble | undefined => {
  const { name, account, region, metrics } = alarm;
  const at = { name, account, region };
  const { DBInstanceIdentifier: instance } = dimensionsWith(alarm, 'DBInstanceIdentifier');
  if (instance !== undefined) {
    const refused = metrics.some((metric) => metric.name === 'DatabaseConnections');
    return { kind: 'database', instance, lacks: refused ? 'connections' : 'storage', alarm: at };
  }
  const { FunctionName } = dimensionsWith(alarm, 'FunctionName');
  return FunctionName === undefined
    ? undefined
    : { kind: 'function', function: FunctionName, needs: throttled, alarm: at };
};

/** The simulated workload for a recorded alarm: the one its dimensions name, or the usual one where they name none. */
const troubleOf = (alarm: Alarm, about: Resource | undefined): Trouble => {
  const { name, account, region } = alarm;
  if (isBill(alarm)) return { kind: 'spend', alarm: { name, account, region } };
  if (isFinding(alarm) && about?.namespace !== undefined) {
    const at = { cluster: 'harbor', namespace: about.namespace };
    return { kind: 'intrusion', app: about.name, act: 'nothing', at };
  }
  const { InstanceId: instance, NetworkInterfaceId: networkInterface } = dimensionsWith(
    alarm,
    'InstanceId',
    'NetworkInterfaceId',
  );
  if (isFinding(alarm) && instance !== undefined && networkInterface !== undefined) {
    return { kind: 'instance', instance, networkInterface, alarm: { name, account, region } };
  }
  const pod = troubleOfPod(alarm);
  if (pod !== undefined) return pod;
  const { ClusterName, ServiceName } = dimensionsWith(alarm, 'ServiceName', 'ClusterName');
  if (ServiceName !== undefined && ClusterName !== undefined) {
    const at = { cluster: ClusterName, account, region, alarm: { name, watches: 'cpu' as const } };
    return { kind: 'ecs-overload', service: ServiceName, needsTasks: someMore, at };
  }
  const [usual] = base.troubles;
  return troubleOfManaged(alarm) ?? troubleOfTargets(alarm, about) ?? usual;
};

type Found = { runbook: Runbook; resource: Resource };

const foundBy = (alarm: Alarm, runbooks: readonly Runbook[]): Found | undefined => {
  const runbook = matchRunbook(alarm, runbooks);
  const found = runbook === undefined ? undefined : resolveResource(alarm, runbook);
  return runbook === undefined || found?.kind !== 'resolved' ? undefined : { runbook, resource: found.resource };
};

/** Rules of which each alone is for a person to look at: docs/runtime-security.md. */
const toLookAt = ['denied_flow', 'unexpected_package_manager', 'unexpected_shell', 'writable_path_execution'];

const isFinding = ({ kind }: Alarm): boolean => kind === 'runtime' || kind === 'guardduty';

const isOnlyToLookAt = ({ kind, metrics }: Alarm): boolean =>
  kind === 'runtime' && metrics.every(({ name = '' }) => toLookAt.includes(name));

/** Whether a change can follow at all: a runbook finds the resource, has a remedy, and the policy allows the place. */
const canBeRepaired = (found: Found | undefined, policy: PolicyLayer['policy']): boolean => {
  if (found === undefined || found.runbook.remedies.length === 0) return false;
  const { resource } = found;
  return resource.namespace === undefined
    ? policy.allowedTargets.some(({ target }) => isTarget(target, resource))
    : policy.allowedNamespaces.includes(resource.namespace);
};

/**
 * The scenario around an alarm event of one's own: what it is about is simulated as a workload that can be cured. What
 * cannot be repaired is expected to end as a report for a person.
 */
export const recordedScenario = (alarm: Alarm, { runbooks, policy }: PolicyLayer): Scenario => {
  const found = foundBy(alarm, runbooks);
  const trouble = troubleOf(alarm, found?.resource);
  return {
    ...base,
    // A larger class restarts the instance: that takes two people.
    ...(trouble.kind === 'intrusion' || trouble.kind === 'instance' ? { decision: runtimeShadowRead.decision } : {}),
    ...(trouble.kind === 'database' && trouble.lacks === 'connections' ? { decision: rdsConnections.decision } : {}),
    name: 'recorded event',
    description: `alarm ${alarm.name}`,
    // Somebody's own event is of their own account.
    home: { account: alarm.account, region: alarm.region },
    troubles: [trouble],
    ends:
      canBeRepaired(found, policy) && !isOnlyToLookAt(alarm)
        ? base.ends
        : { approve: 'report_only', reject: 'report_only', none: 'report_only' },
  };
};

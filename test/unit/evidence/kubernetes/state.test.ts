import { describe, expect, it } from 'vitest';
import { nothing } from '../../../../core/evidence/gathered.ts';
import { kubernetesState } from '../../../../core/evidence/kubernetes/state.ts';
import { type Reported, stateFact } from '../../../../core/evidence/kubernetes/reported.ts';
import { deployment, inNamespace, killed, pod, replicaSet, workload } from '../objects.ts';

const since = new Date('2026-11-20T00:00:00Z');
const now = new Date('2026-11-20T03:01:00Z');
const listed = (objects: Record<string, Record<string, unknown>[]>) => ({
  ...nothing,
  objects: Object.entries(objects).flatMap(([kind, list]) => list.map((object) => inNamespace(kind, object))),
});
const found = (objects: Record<string, Record<string, unknown>[]>) =>
  kubernetesState(listed(objects), since, now).findings;
const factsOf = (objects: Record<string, Record<string, unknown>[]>) => found(objects).map(({ fact }) => fact);

describe('kubernetesState', () => {
  it('tells a memory kill of the workload, with container, exit code, limit and restarts', () => {
    const objects = { Pod: [pod(killed('2026-11-20T02:58:00Z'))], ReplicaSet: [replicaSet] };
    expect(found(objects)[0]).toEqual({
      fact: 'oom_killed',
      summary:
        'container app of pod payments-api-6d5f-x2x2z ended: OOMKilled, exit code 137, memory limit 512Mi, restarts 4',
      resource: workload,
      time: '2026-11-20T02:58:00.000Z',
      data: {
        pod: 'payments-api-6d5f-x2x2z',
        container: 'app',
        reason: 'OOMKilled',
        restarts: 4,
        exitCode: 137,
        memoryLimit: '512Mi',
      },
    });
    expect(factsOf(objects)).toEqual(['oom_killed', 'crash_loop']);
  });

  it('leaves out what ended or was reported before the period', () => {
    const old = {
      involvedObject: { kind: 'Pod', name: 'x' },
      reason: 'FailedScheduling',
      lastTimestamp: '2026-11-19T23:00:00Z',
    };
    expect(factsOf({ Pod: [pod(killed('2026-11-19T23:00:00Z'))], Event: [old] })).toEqual(['crash_loop']);
  });

  it('does not take an ordinary end for a fault', () => {
    const done = {
      containerStatuses: [{ name: 'app', lastState: { terminated: { reason: 'Completed', exitCode: 0 } } }],
    };
    expect(factsOf({ Pod: [pod(done)] })).toEqual([]);
  });

  const ran = (startedAt: string, restartCount = 1, ready = true, over = {}) =>
    pod(
      {
        phase: 'Running',
        startTime: startedAt,
        conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
        containerStatuses: [
          {
            name: 'app',
            ready,
            restartCount,
            state: { running: { startedAt } },
            lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
          },
        ],
      },
      over,
    );
  const failedProbe = (count: number, lastTimestamp: string) => ({
    involvedObject: { kind: 'Pod', name: 'payments-api-6d5f-x2x2z' },
    reason: 'Unhealthy',
    message: 'Startup probe failed: 500',
    count,
    lastTimestamp,
  });
  const report = (
    kind: string,
    name: string,
    reason: string,
    message = '',
    lastTimestamp = '2026-11-20T02:59:00Z',
  ) => ({
    involvedObject: { kind, name },
    reason,
    message,
    lastTimestamp,
  });
  const overQuota = 'pods "payments-api-x" is forbidden: exceeded quota: team';
  const late = [
    ran('2026-11-20T02:40:00Z', 0, false, { name: 'payments-api-7e6a-p4p4p' }),
    ran('2026-11-19T20:00:00Z', 0),
  ];
  const pending = {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
  };
  const mixed =
    '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }.';

  it.each<[string, Record<string, Record<string, unknown>[]>, string[]]>([
    ['a kill after which it runs for an hour', { Pod: [ran('2026-11-20T02:00:00Z')] }, []],
    ['a kill a minute ago', { Pod: [ran('2026-11-20T03:00:00Z')] }, ['oom_killed']],
    ['kills that come again and again', { Pod: [ran('2026-11-20T02:00:00Z', 9)] }, ['oom_killed']],
    [
      'a probe that failed once, of a pod that is ready',
      { Pod: [ran('2026-11-20T02:00:00Z')], Event: [failedProbe(1, '2026-11-20T02:59:00Z')] },
      [],
    ],
    [
      'a probe that keeps failing',
      { Pod: [ran('2026-11-20T02:00:00Z')], Event: [failedProbe(9, '2026-11-20T02:59:00Z')] },
      ['liveness_failing'],
    ],
    [
      'a container that runs and is not ready',
      { Pod: [ran('2026-11-20T02:50:00Z', 0, false)] },
      ['oom_killed', 'readiness_failing'],
    ],
    [
      'a new version that does not become ready',
      { Pod: late, Deployment: [deployment(2, 2)], ReplicaSet: [replicaSet] },
      ['oom_killed', 'readiness_failing', 'workload_ready', 'rollout_stuck'],
    ],
    [
      'a rollout beyond its deadline',
      { Event: [report('Deployment', 'payments-api', 'ProgressDeadlineExceeded')] },
      ['rollout_stuck'],
    ],
    ['a node that is not listed', { Event: [report('Node', 'quay-1', 'NodeNotReady')] }, ['node_not_ready']],
    [
      'a node that was taken away',
      {
        Event: [
          report('Node', 'quay-1', 'NodeNotReady', '', '2026-11-20T02:50:00Z'),
          report('Node', 'quay-1', 'RemovingNode'),
        ],
      },
      [],
    ],
    [
      'a quota that a Deployment tells of',
      { Deployment: [deployment(3, 2)], Event: [report('Deployment', 'payments-api', 'FailedCreate', overQuota)] },
      ['replicas_unavailable', 'quota_exceeded'],
    ],
    [
      'a quota that no longer refuses',
      {
        Deployment: [deployment(2, 2)],
        Event: [report('ReplicaSet', 'payments-api-6d5f7c8b9', 'FailedCreate', overQuota)],
      },
      ['workload_ready'],
    ],
    [
      'a node that is full because another one failed',
      { Pod: [pod({ ...pending, conditions: [{ ...pending.conditions[0], message: mixed }] })] },
      ['unschedulable'],
    ],
    [
      'a name server that does not run',
      {
        Pod: [
          {
            metadata: { name: 'coredns-5d78c-bq7kx', namespace: 'kube-system' },
            spec: { containers: [{ name: 'coredns' }] },
            status: {
              containerStatuses: [
                { name: 'coredns', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } },
              ],
            },
          },
        ],
      },
      ['crash_loop', 'name_server_down'],
    ],
  ])('of %s', (_what, objects, facts) => {
    expect([...new Set(factsOf(objects))]).toEqual(facts);
  });

  it.each([
    [deployment(0, 0), 'replicas_zero'],
    [deployment(2, 1), 'replicas_unavailable'],
    [deployment(2, 2), 'workload_ready'],
  ])('tells how many replicas are ready', (object, fact) => {
    expect(found({ Deployment: [object] })).toMatchObject([{ fact, resource: workload }]);
  });

  it('tells the bounds of an autoscaler of the workload it scales', () => {
    const autoscaler = {
      metadata: { name: 'payments-scaler' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'payments-api' }, minReplicas: 2, maxReplicas: 10 },
      status: { currentReplicas: 10 },
    };
    expect(found({ HorizontalPodAutoscaler: [autoscaler] })).toMatchObject([
      { fact: 'autoscaler_at_max', resource: workload, data: { autoscaler: 'payments-scaler', min: 2, max: 10 } },
    ]);
  });

  it('finds the workload of a pod whose ReplicaSet is not listed by the hash in its name', () => {
    const objects = { Pod: [pod(killed('2026-11-20T02:58:00Z'), { labels: { 'pod-template-hash': '6d5f' } })] };
    expect(found(objects)[0]?.resource).toEqual(workload);
  });

  it.each([
    ['Deployment', 'payments-api', 'payments-api-6d5f8c7b9d-x2x2z'],
    ['StatefulSet', 'ledger', 'ledger-0'],
    ['DaemonSet', 'agent', 'agent-x2x2z'],
  ])('finds the %s of a pod that says no owner by its name', (kind, name, podName) => {
    const { metadata: _owned, ...rest } = pod(killed('2026-11-20T02:58:00Z'));
    const objects = { Pod: [{ ...rest, metadata: { name: podName } }], [kind]: [{ metadata: { name } }] };
    expect(found(objects)[0]?.resource).toEqual({ kind, namespace: 'checkout', name });
  });

  it('tells an event of the workload of its pod', () => {
    const event = {
      involvedObject: { kind: 'Pod', name: 'payments-api-6d5f-x2x2z' },
      reason: 'Failed',
      message: 'Failed to pull image "pay/app:v9": manifest unknown',
      lastTimestamp: null,
      eventTime: '2026-11-20T02:00:00.123456Z',
    };
    const objects = { Pod: [pod({ phase: 'Pending' })], ReplicaSet: [replicaSet], Event: [event] };
    expect(found(objects)).toMatchObject([
      { fact: 'image_not_found', resource: workload, time: '2026-11-20T02:00:00.123Z' },
    ]);
  });

  it('counts objects it cannot read and reads the others', () => {
    const objects = listed({ Pod: [{ metadata: {} }, pod({})], Deployment: [{ spec: 'x' }, deployment(1, 1)] });
    const state = kubernetesState(objects, since, now);
    expect(state.unreadable).toBe(2);
    expect(state.findings).toHaveLength(1);
  });
});

describe('stateFact', () => {
  const reported: [Reported['where'], string, string, string | undefined][] = [
    ['waiting', 'ErrImagePull', 'pay/app:v9: not found', 'image_not_found'],
    ['waiting', 'ImagePullBackOff', 'unexpected status: 401 Unauthorized', 'image_pull_denied'],
    ['waiting', 'ImagePullBackOff', 'lookup registry.example.com: no such host', 'image_registry_unresolved'],
    ['waiting', 'ErrImagePull', 'dial tcp: lookup harbor.example: i/o timeout', 'image_registry_unresolved'],
    ['waiting', 'ImagePullBackOff', 'Back-off pulling image', 'image_pull_failed'],
    ['waiting', 'CreateContainerConfigError', 'secret "payments-db" not found', 'secret_missing'],
    ['waiting', 'CreateContainerConfigError', 'configmap "x" not found', 'config_map_missing'],
    ['waiting', 'CreateContainerConfigError', '', 'container_config_failed'],
    ['waiting', 'RunContainerError', 'container init was OOM-killed (memory limit too low?)', 'oom_killed'],
    ['terminated', 'StartError', 'container init was OOM-killed (memory limit too low?): unknown', 'oom_killed'],
    ['terminated', 'StartError', 'failed to write 4194304: write /sys/fs/cgroup/x/memory.max: busy', 'oom_killed'],
    ['event', 'Failed', 'Error: secret "payments-db" not found', 'secret_missing'],
    [
      'event',
      'Failed',
      'Failed to pull image "docker.io/library/rediss:1": repository does not exist',
      'image_not_found',
    ],
    [
      'event',
      'Failed',
      'Failed to pull image "r/a": lookup r on 10.0.0.2:53: i/o timeout',
      'image_registry_unresolved',
    ],
    ['event', 'Failed', 'Failed to pull image "ghcr.io/a/b": 403 Forbidden', 'image_pull_denied'],
    ['event', 'FailedMount', 'MountVolume.SetUp failed for volume "c" : configmap "c" not found', 'config_map_missing'],
    ['event', 'FailedMount', 'MountVolume.SetUp failed: configmap "kube-root-ca.crt" not found', 'volume_mount_failed'],
    ['event', 'FailedMount', 'mount.nfs: access denied by server', 'volume_access_denied'],
    ['waiting', 'ContainerCreating', '', undefined],
    ['event', 'Unhealthy', 'Liveness probe failed: connection refused', 'liveness_failing'],
    ['event', 'Unhealthy', 'Readiness probe failed: 503', 'readiness_failing'],
    ['event', 'Failed', 'Error: context deadline exceeded', undefined],
    ['event', 'OOMKilled', '', undefined],
    ['event', 'OOMKilling', 'Memory cgroup out of memory', 'oom_killed'],
    ['event', 'BackOff', 'Back-off pulling image "pay/app:v9"', 'image_pull_failed'],
  ];
  it.each(reported)('%s %s "%s" is %s', (where, reason, message, fact) => {
    expect(stateFact({ where, reason, message })).toBe(fact);
  });
});

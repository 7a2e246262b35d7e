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
  ];
  it.each(reported)('%s %s "%s" is %s', (where, reason, message, fact) => {
    expect(stateFact({ where, reason, message })).toBe(fact);
  });
});

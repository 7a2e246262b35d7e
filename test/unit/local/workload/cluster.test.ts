import { describe, expect, it } from 'vitest';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { eksOomkilled } from '../../../../local/scenarios/eks-oomkilled.ts';
import { fixIneffective } from '../../../../local/scenarios/fix-ineffective.ts';
import { appsOf } from '../../../../local/scenarios/world.ts';
import { simulatedCluster } from '../../../../local/workload/cluster.ts';
import { worldOf } from '../../../../local/workload/world.ts';

const start = new Date('2026-03-02T02:10:00.000Z');
const deployment = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };
const autoscaler = { ...deployment, kind: 'HorizontalPodAutoscaler' };
const limit = '/spec/template/spec/containers/0/resources/limits/memory';

const world = (scenario = eksOomkilled) => {
  let now = start.getTime();
  const clock = () => new Date(now);
  const cluster = simulatedCluster(appsOf(scenario, start), clock);
  return {
    cluster,
    alarms: worldOf([cluster], clock).alarms,
    clock,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
  };
};

const fix = async ({ cluster }: ReturnType<typeof world>) => {
  await cluster.kubernetes.patch(deployment, [
    { op: 'test', path: '/spec/template/spec/containers/0/name', value: 'app' },
    { op: 'test', path: limit, value: '512Mi' },
    { op: 'replace', path: limit, value: '1Gi' },
  ]);
  await cluster.kubernetes.patch(autoscaler, [
    { op: 'test', path: '/spec/minReplicas', value: 2 },
    { op: 'replace', path: '/spec/minReplicas', value: 3 },
  ]);
};

const p99 = async ({ cluster, clock }: ReturnType<typeof world>) => {
  const query = {
    id: 'p99',
    namespace: 'ApplicationSignals',
    name: 'Latency',
    dimensions: { Environment: 'eks:harbor/checkout', Service: 'payments' },
    stat: 'p99',
    periodSeconds: 60,
  };
  const [series] = await cluster.metrics.read([query], { from: new Date(clock().getTime() - 120_000), to: clock() });
  return series?.points.at(-1)?.value ?? Number.NaN;
};

const kills = async ({ cluster, clock }: ReturnType<typeof world>, name = 'payments-api') => {
  const query = {
    id: 'kills',
    namespace: 'ContainerInsights',
    name: 'pod_container_status_terminated_reason_oom_killed',
    dimensions: { ClusterName: 'harbor', Namespace: 'checkout', PodName: name },
    stat: 'Sum',
    periodSeconds: 60,
  };
  const [series] = await cluster.metrics.read([query], { from: new Date(clock().getTime() - 300_000), to: clock() });
  return series?.points ?? [];
};

const podsOf = async ({ cluster }: ReturnType<typeof world>, name = 'payments-api') =>
  (await cluster.kubernetes.list('Pod', 'checkout')).filter((pod) => JSON.stringify(pod).includes(`"app":"${name}"`));

describe('the simulated workload', () => {
  it('has containers killed for memory, again and again, while the limit is too low', async () => {
    const w = world();
    const status = { name: 'app', lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } };
    const before = await podsOf(w);
    expect(before).toHaveLength(2);
    for (const pod of before) expect(pod).toMatchObject({ status: { containerStatuses: [status] } });
    const restarts = (pods: unknown[]) =>
      [...JSON.stringify(pods).matchAll(/"restartCount":(\d+)/g)].map((m) => Number(m[1]));
    w.pass(120);
    const after = restarts(await podsOf(w));
    for (const [n, count] of restarts(before).entries()) expect(after[n]).toBeGreaterThan(count);
    expect(await w.alarms.state('checkout-payments-api-oomkilled')).toBe('ALARM');
    expect(await p99(w)).toBeGreaterThan(1000);
    expect((await kills(w)).length).toBeGreaterThanOrEqual(4);
  });

  it('is stable one alarm period after it got the memory and the replicas it needs', async () => {
    const w = world();
    await fix(w);
    w.pass(60);
    expect(await w.alarms.state('checkout-payments-api-oomkilled')).toBe('ALARM');
    w.pass(30);
    expect(await w.alarms.state('checkout-payments-api-oomkilled')).toBe('OK');
    w.pass(240);
    expect(await p99(w)).toBeLessThan(200);
    expect((await kills(w)).filter(({ at }) => at > new Date(start.getTime() + 60_000))).toEqual([]);
    const pods = await podsOf(w);
    expect(pods).toHaveLength(3);
    for (const pod of pods) {
      expect(pod).toMatchObject({ status: { containerStatuses: [{ restartCount: 0, ready: true, lastState: {} }] } });
    }
  });

  it('needs both: more memory alone does not help', async () => {
    const w = world();
    w.cluster.someoneSetsMemory('payments-api', '1Gi');
    w.pass(600);
    expect(await w.alarms.state('checkout-payments-api-oomkilled')).toBe('ALARM');
  });

  it('stays bad where the scenario says that the fix is useless', async () => {
    const w = world(fixIneffective);
    await fix(w);
    w.pass(900);
    expect(await w.alarms.state('checkout-payments-api-oomkilled')).toBe('ALARM');
    expect(await p99(w)).toBeGreaterThan(1000);
  });

  it('recovers by itself when the load goes away', async () => {
    const w = world();
    w.cluster.recover('payments-api');
    w.pass(61);
    expect(await w.alarms.state('checkout-payments-api-oomkilled')).toBe('OK');
  });

  it('has a neighbor that nothing happens to', async () => {
    const w = world();
    expect(await kills(w, 'catalog-api')).toEqual([]);
    expect(JSON.stringify(await podsOf(w, 'catalog-api'))).not.toContain('OOMKilled');
    expect(await w.alarms.state('checkout-nobody')).toBe('missing');
  });

  it('links pods to a ReplicaSet and that to the Deployment, and starts a new one with each pod template', async () => {
    const w = world();
    const setOf = async () => JSON.stringify((await podsOf(w))[0]).match(/"kind":"ReplicaSet","name":"([^"]+)"/)?.[1];
    const first = await setOf();
    await fix(w);
    expect(await setOf()).not.toBe(first);
    const sets = (await w.cluster.kubernetes.list('ReplicaSet', 'checkout')).filter((s) =>
      JSON.stringify(s).includes('"payments-api"'),
    );
    expect(sets).toMatchObject([{ spec: { replicas: 0 } }, { spec: { replicas: 3 } }]);
  });

  it('tells the same story twice', async () => {
    const [one, two] = [world(), world()];
    expect(await one.cluster.kubernetes.list('Pod', 'checkout')).toEqual(
      await two.cluster.kubernetes.list('Pod', 'checkout'),
    );
    expect(await kills(one)).toEqual(await kills(two));
  });
});

describe('the simulated Kubernetes API', () => {
  it.each([
    [
      'a test that does not hold',
      deployment,
      [
        { op: 'test', path: limit, value: '256Mi' },
        { op: 'replace', path: limit, value: '1Gi' },
      ],
    ],
    ['a quantity that is none', deployment, [{ op: 'replace', path: limit, value: 'a lot' }]],
    ['bounds that contradict each other', autoscaler, [{ op: 'replace', path: '/spec/minReplicas', value: 11 }]],
    [
      'an object that does not exist',
      { ...deployment, name: 'nobody' },
      [{ op: 'replace', path: limit, value: '1Gi' }],
    ],
  ] as const)('refuses %s and changes nothing', async (_what, target, operations) => {
    const w = world();
    const before = await w.cluster.kubernetes.get(deployment);
    await expect(w.cluster.kubernetes.patch(target, operations)).rejects.toBeInstanceOf(PreconditionFailed);
    expect(await w.cluster.kubernetes.get(deployment)).toEqual(before);
  });

  it('gives what was written back in canonical form', async () => {
    const w = world();
    w.cluster.someoneSetsMemory('payments-api', '1024Mi');
    expect(JSON.stringify(await w.cluster.kubernetes.get(deployment))).toContain('"memory":"1Gi"');
  });

  it('lets the autoscaler drive the replicas of its Deployment', async () => {
    const w = world();
    await fix(w);
    expect(await w.cluster.kubernetes.get(deployment)).toMatchObject({ spec: { replicas: 3 } });
    expect(await w.cluster.kubernetes.get(autoscaler)).toMatchObject({ status: { desiredReplicas: 3 } });
  });

  it('gives nobody an object to change behind its back', async () => {
    const w = world();
    const got = await w.cluster.kubernetes.get(autoscaler);
    Object.assign(got?.['spec'] ?? {}, { minReplicas: 9 });
    expect(await w.cluster.kubernetes.get(autoscaler)).toMatchObject({ spec: { minReplicas: 2 } });
  });
});

describe('the simulated logs', () => {
  const search = (filter: string, group = '/aws/containerinsights/harbor/application', limit = 100) => {
    const { cluster, clock } = world();
    return cluster.logs.search({ group, filter, limit, from: new Date(clock().getTime() - 300_000), to: clock() });
  };

  it('finds what the filter asks for, newest last', async () => {
    const { lines, complete } = await search('?ERROR ?"out of memory"');
    expect(complete).toBe(true);
    expect(lines.length).toBeGreaterThan(0);
    for (const { message } of lines) expect(message).toContain('out of memory');
    expect(lines.map((l) => l.at)).toEqual(lines.map((l) => l.at).toSorted((a, b) => a.getTime() - b.getTime()));
  });

  it('says when the limit cut, and knows no other group', async () => {
    expect(await search('', undefined, 1)).toMatchObject({ lines: [{}], complete: false });
    expect((await search('', '/aws/lambda/other')).lines).toEqual([]);
  });

  it('does not pretend to understand a JSON pattern', async () => {
    await expect(search('{ $.level = "error" }')).rejects.toThrow('term patterns only');
  });
});

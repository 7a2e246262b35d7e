import { describe, expect, it } from 'vitest';
import { errorBudget } from '../../../../core/evidence/error-budget.ts';
import { gatherSlo } from '../../../../core/evidence/gather/slo.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { portOf } from '../../../../core/remediation/provider.ts';
import { alb5xx } from '../../../../local/scenarios/alb-5xx.ts';
import { eksImagePull } from '../../../../local/scenarios/eks-image-pull.ts';
import { eksPending } from '../../../../local/scenarios/eks-pending.ts';
import { eksProbe } from '../../../../local/scenarios/eks-probe.ts';
import { sloBurn } from '../../../../local/scenarios/slo-burn.ts';
import { healthyNoise } from '../../../../local/scenarios/healthy-noise.ts';
import type { Scenario } from '../../../../local/scenarios/scenario.ts';
import { loadPolicyLayer } from '../../../../core/runtime/policy-source.ts';
import { worldFor } from '../../../../local/scenarios/world.ts';

const start = new Date('2026-03-02T02:10:00.000Z');

const world = (scenario: Scenario) => {
  let now = start.getTime();
  const clock = () => new Date(now);
  const made = worldFor(scenario, clock);
  const [subject] = made.subjects;
  if (subject === undefined) throw new Error('nobody is in trouble');
  const kubernetes = portOf(made.writers, 'kubernetes');
  const target = { kind: 'Deployment', namespace: 'checkout', name: subject.name };
  const ofApp = async (kind: string) =>
    (await kubernetes.list(kind, 'checkout')).filter((one) => JSON.stringify(one).includes(`"${subject.name}`));
  return {
    ...made,
    ofApp,
    kubernetes,
    target,
    subject,
    deployment: () => kubernetes.get(target),
    pods: async () => JSON.stringify(await ofApp('Pod')),
    alarm: () => subject.alarmAt(clock()),
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    set: (path: string, value: unknown) =>
      kubernetes.patch(target, [{ op: 'replace', path: `/spec/template/spec/containers/0/${path}`, value }]),
  };
};

const image = 'image';
const cpu = 'resources/requests/cpu';
const port = 'readinessProbe/httpGet/port';
const of = (app: string, tag: string) => `registry.example.internal/${app}:${tag}`;

describe('a simulated rollout', () => {
  it.each([
    [eksImagePull, '"reason":"ImagePullBackOff"', image, of('receipts', '4.2.1'), of('receipts', '4.3.0')],
    [eksPending, '"reason":"Unschedulable"', cpu, '5', '300m'],
    [eksProbe, '"reason":"ContainersNotReady"', port, 8443, 'http'],
  ])('$name: three old pods serve, a new one does not, whatever is changed but the reason', async (...row) => {
    const [scenario, reason, path, other, right] = row;
    const w = world(scenario);
    expect(await w.pods()).toContain(reason);
    expect(await w.deployment()).toMatchObject({
      spec: { replicas: 3 },
      status: { replicas: 4, readyReplicas: 3, updatedReplicas: 1, unavailableReplicas: 1 },
    });
    expect(w.alarm()).toBe('ALARM');

    await w.set(path, other);
    w.pass(600);
    expect(await w.pods()).toContain(reason);
    expect(w.alarm()).toBe('ALARM');

    await w.set(path, right);
    w.pass(150);
    expect(await w.deployment()).toMatchObject({ status: { replicas: 3, readyReplicas: 3, updatedReplicas: 3 } });
    expect(await w.pods()).not.toContain(reason);
    expect(w.alarm()).toBe('OK');
  });

  it('that is undone takes the pods that still serve back, at once, in a ReplicaSet of a new revision', async () => {
    const w = world(eksProbe);
    const before = await w.ofApp('Pod');
    await w.set(port, 8080);
    await w.set(image, of('loyalty', '4.2.0'));
    expect(await w.deployment()).toMatchObject({
      metadata: { annotations: { 'deployment.kubernetes.io/revision': '4' } },
      status: { replicas: 3, readyReplicas: 3, updatedReplicas: 3 },
    });
    expect(await w.ofApp('Pod')).toEqual(before.slice(0, 3));
    const sets = await w.ofApp('ReplicaSet');
    expect(sets.map((set) => (JSON.stringify(set).includes('"readyReplicas":3') ? 'serves' : 'empty'))).toEqual([
      'serves',
      'empty',
      'empty',
    ]);
  });

  it('of a faulty version has every pod ready and fails until the version before runs everywhere', async () => {
    const w = world(alb5xx);
    expect(await w.deployment()).toMatchObject({ status: { replicas: 3, readyReplicas: 3, updatedReplicas: 3 } });
    expect(w.alarm()).toBe('ALARM');
    await w.set(image, of('gift-cards', '4.2.0'));
    w.pass(30);
    expect(await w.deployment()).toMatchObject({ status: { replicas: 4, readyReplicas: 3, updatedReplicas: 2 } });
    expect(w.alarm()).toBe('ALARM');
    w.pass(120);
    expect(w.alarm()).toBe('OK');
  });

  it('is refused as a whole where a test does not hold or the result is no Deployment', async () => {
    const w = world(eksProbe);
    const before = await w.deployment();
    const version = { op: 'test', path: '/metadata/resourceVersion', value: '999' } as const;
    const change = { op: 'replace', path: '/spec/replicas', value: 4 } as const;
    await expect(w.kubernetes.patch(w.target, [change, version])).rejects.toBeInstanceOf(PreconditionFailed);
    await expect(w.set('image', 7)).rejects.toBeInstanceOf(PreconditionFailed);
    await expect(w.kubernetes.patch({ ...w.target, name: 'nobody' }, [change])).rejects.toBeInstanceOf(
      PreconditionFailed,
    );
    expect(await w.deployment()).toEqual(before);
  });
});

describe('a simulated alarm on a restart of yesterday', () => {
  it('is in ALARM with every replica ready, and tells that it was just made', async () => {
    const w = world(healthyNoise);
    expect(w.alarm()).toBe('ALARM');
    expect(await w.deployment()).toMatchObject({ status: { replicas: 3, readyReplicas: 3 } });
    expect(await w.pods()).toContain('"finishedAt":"2026-03-01T06:00:00Z"');
    expect(w.subject.alarmEvent('ALARM', start)).toMatchObject({
      detail: {
        state: { reason: expect.stringContaining('was greater than or equal to the threshold (1.0)') },
        previousState: { value: 'INSUFFICIENT_DATA' },
      },
    });
  });
});

describe('the two parts of the simulated cluster', () => {
  it('are one to whoever reads or changes it', async () => {
    const w = world(eksPending);
    expect((await w.kubernetes.list('Deployment', 'checkout')).length).toBeGreaterThan(1);
    expect(await w.kubernetes.get({ ...w.target, name: 'catalog-api' })).toMatchObject({ kind: 'Deployment' });
    expect(await w.kubernetes.list('Node', 'checkout')).toHaveLength(3);
    expect(Object.keys(w.readers.kubernetes ?? {}).toSorted()).toEqual(['get', 'list']);
  });
});

describe('the hours of a load balancer', () => {
  it('are those that the objective of its runbook is held against: a burn has used some of the budget', async () => {
    const { metrics } = world(sloBurn);
    const slo = loadPolicyLayer('layers/policy').runbooks.find(({ id }) => id === 'slo-burn')?.evidence.slo;
    if (slo === undefined) throw new Error('the runbook has an objective');
    const { found } = await gatherSlo(metrics, slo, {}, start);
    const budget = errorBudget(slo, found, start);
    expect(budget).toMatchObject({ kind: 'known', countedHours: 721, windowHours: 720 });
    if (budget.kind !== 'known') throw new Error('it is known');
    expect(budget.remainingPercent).toBeGreaterThan(90);
    expect(budget.remainingPercent).toBeLessThan(100);
  });
});

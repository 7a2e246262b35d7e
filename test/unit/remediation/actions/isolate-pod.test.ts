import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../../core/evidence/ports.ts';
import { isolatePod } from '../../../../core/remediation/actions/isolate-pod.ts';
import { NotPermitted } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { labelValue } from '../../../../core/remediation/kubernetes/quarantine.ts';
import { step } from '../../../support/apply-context.ts';
import { changedAfterRead, fakeCluster } from '../../../support/cluster.ts';

const parameters = { namespace: 'checkout', kind: 'Deployment', name: 'receipts' } as const;
const key = 'Deployment/checkout/receipts';
const policyKey = 'NetworkPolicy/checkout/sovereign-ops-quarantine-deployment-receipts';
const text = 'sovereign-ops-quarantine-deployment-receipts: no traffic in or out of pods with app=receipts';

const workload = (kind: string, name: string, app = name, more: object = {}): KubernetesObject => ({
  kind,
  metadata: { namespace: 'checkout', name, resourceVersion: '7', labels: { app } },
  spec: { selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec: { ...more } } },
});
const pod = (name: string, labels: Record<string, string>, owner?: [string, string]): KubernetesObject => ({
  kind: 'Pod',
  metadata: {
    namespace: 'checkout',
    name,
    resourceVersion: '7',
    labels,
    ...(owner === undefined ? {} : { ownerReferences: [{ kind: owner[0], name: owner[1], controller: true }] }),
  },
  spec: {},
});
const policy = (name: string, spec: unknown): KubernetesObject => ({ kind: 'NetworkPolicy', metadata: { name }, spec });

const objects = (more: Record<string, KubernetesObject> = {}) => ({
  [key]: workload('Deployment', 'receipts'),
  'Deployment/checkout/orders': workload('Deployment', 'orders'),
  'Pod/checkout/receipts-1': pod('receipts-1', { app: 'receipts', hash: '7c9' }, ['ReplicaSet', 'receipts-7c9']),
  ...more,
});
const planning = async (more: Record<string, KubernetesObject> = {}, p: unknown = parameters) => {
  const fake = fakeCluster(objects(more));
  const state = await isolatePod.describe(p, { kubernetes: fake.cluster });
  return { ...fake, state, plan: isolatePod.plan(p, state ?? {}) };
};
const planned = async (more: Record<string, KubernetesObject> = {}, p: unknown = parameters) => {
  const made = await planning(more, p);
  if (made.plan.kind !== 'planned') throw new Error(made.plan.reason);
  return { ...made, touched: made.plan.touched };
};

describe('isolate-pod', () => {
  it('labels the workload first and then denies its pods everything, and leaves its template alone', async () => {
    const { cluster, touched, order, objects: all } = await planned();
    const before = structuredClone(all[key]?.['spec']);
    expect(touched).toEqual([
      { path: 'quarantineLabel', before: null, after: labelValue(parameters) },
      { path: 'networkPolicy', before: null, after: text },
    ]);
    await isolatePod.apply(parameters, touched, { kubernetes: cluster }, step);
    expect(order).toEqual([`patch ${key}`, `create ${policyKey}`]);
    expect(all[policyKey]?.['spec']).toEqual({
      podSelector: { matchLabels: { app: 'receipts' } },
      policyTypes: ['Ingress', 'Egress'],
    });
    expect(all[key]?.['spec']).toEqual(before);
    expect(all[key]).toMatchObject({ metadata: { labels: { 'sovereign-ops/quarantine': labelValue(parameters) } } });
    expect(await isolatePod.describe(parameters, { kubernetes: cluster })).toMatchObject({
      quarantineLabel: labelValue(parameters),
      networkPolicy: text,
    });
  });

  it('is undone the other way round, and nothing is left', async () => {
    const { cluster, touched, order, objects: all } = await planned();
    const before = structuredClone(all);
    await isolatePod.apply(parameters, touched, { kubernetes: cluster }, step);
    await isolatePod.apply(parameters, reversed(touched), { kubernetes: cluster }, step);
    expect(order.slice(2)).toEqual([`delete ${policyKey}`, `patch ${key}`]);
    expect(all).toEqual(before);
  });

  it('selects a bare pod by the label that it is given, in whatever namespace and of whatever name', async () => {
    const p = { namespace: 'checkout', kind: 'Pod', name: 'debug' } as const;
    const {
      cluster,
      touched,
      order,
      objects: all,
    } = await planned({ 'Pod/checkout/debug': pod('debug', { app: 'debug' }) }, p);
    await isolatePod.apply(p, touched, { kubernetes: cluster }, step);
    expect(order).toEqual([
      'patch Pod/checkout/debug',
      'create NetworkPolicy/checkout/sovereign-ops-quarantine-pod-debug',
    ]);
    expect(all['NetworkPolicy/checkout/sovereign-ops-quarantine-pod-debug']).toMatchObject({
      spec: { podSelector: { matchLabels: { 'sovereign-ops/quarantine': labelValue(p) } } },
    });
    expect(labelValue(p)).not.toBe(labelValue({ ...p, name: 'debug2' }));
    expect(labelValue(p)).toMatch(/^[0-9a-f]{32}$/);
  });

  const rule = [{ from: [{ podSelector: {} }] }];
  it.each<[string, Record<string, KubernetesObject>, RegExp]>([
    [
      'a policy by labels',
      {
        'NetworkPolicy/checkout/a': policy('let-in', {
          podSelector: { matchLabels: { app: 'receipts' } },
          ingress: rule,
        }),
      },
      /NetworkPolicy let-in would go on allowing/,
    ],
    [
      'a policy by expressions',
      {
        'NetworkPolicy/checkout/a': policy('let-out', {
          podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['orders'] }] },
          policyTypes: ['Egress'],
          egress: [{}],
        }),
      },
      /NetworkPolicy let-out would go on allowing/,
    ],
    [
      'a policy by a label that only living pods have',
      {
        'NetworkPolicy/checkout/a': policy('by-hash', { podSelector: { matchLabels: { hash: '7c9' } }, egress: [{}] }),
      },
      /NetworkPolicy by-hash/,
    ],
    [
      'a policy for all',
      { 'NetworkPolicy/checkout/a': policy('all', { podSelector: {}, ingress: rule }) },
      /policy all/i,
    ],
    [
      'a policy of an unknown form',
      { 'NetworkPolicy/checkout/a': policy('odd', { podSelector: { matchFields: {} }, ingress: [] }) },
      /NetworkPolicy odd/,
    ],
    [
      'another Deployment of the same labels',
      { 'Deployment/checkout/b': workload('Deployment', 'b', 'receipts') },
      /cut off Deployment b, too/,
    ],
    [
      'a StatefulSet of the same labels',
      { 'StatefulSet/checkout/b': workload('StatefulSet', 'b', 'receipts') },
      /cut off StatefulSet b, too/,
    ],
    [
      'a DaemonSet of the same labels',
      { 'DaemonSet/checkout/b': workload('DaemonSet', 'b', 'receipts') },
      /cut off DaemonSet b, too/,
    ],
    ['the pod of a job', { 'Pod/checkout/j': pod('j', { app: 'receipts' }, ['Job', 'j']) }, /cut off Pod j, too/],
    ['a bare pod', { 'Pod/checkout/j': pod('j', { app: 'receipts' }) }, /cut off Pod j, too/],
    [
      'the network of the node',
      { [key]: workload('Deployment', 'receipts', 'receipts', { hostNetwork: true }) },
      /network of their node/,
    ],
    ['a policy of our name', { [policyKey]: policy('x', { podSelector: {} }) }, /already/],
  ])('is impossible with %s', async (_what, more, reason) => {
    const { plan } = await planning(more);
    expect(plan).toEqual({ kind: 'impossible', reason: expect.stringMatching(reason) });
  });

  it('is impossible for what selects every pod, is labelled already, or is a pod that something keeps', async () => {
    const all = { ...workload('Deployment', 'receipts'), spec: { selector: {}, template: { metadata: {}, spec: {} } } };
    expect((await planning({ [key]: all })).plan).toMatchObject({ reason: expect.stringMatching(/every pod/) });
    const labelled = {
      ...workload('Deployment', 'receipts'),
      metadata: { name: 'receipts', labels: { 'sovereign-ops/quarantine': 'x' } },
    };
    expect((await planning({ [key]: labelled })).plan).toMatchObject({ reason: expect.stringMatching(/already: x/) });
    const kept = await planning({}, { ...parameters, kind: 'Pod', name: 'receipts-1' });
    expect(kept.plan).toMatchObject({ reason: expect.stringMatching(/kept by ReplicaSet\/receipts-7c9/) });
    expect(await isolatePod.describe({ ...parameters, name: 'nobody' }, { kubernetes: kept.cluster })).toBeUndefined();
  });

  it('passes policies that allow nothing, or select other pods', async () => {
    const { plan } = await planning({
      'NetworkPolicy/checkout/a': policy('default-deny', { podSelector: {}, policyTypes: ['Ingress'], ingress: [] }),
      'NetworkPolicy/checkout/b': policy('orders', { podSelector: { matchLabels: { app: 'orders' } }, ingress: rule }),
    });
    expect(plan.kind).toBe('planned');
  });

  it('calls nothing when a policy that allows something came after the approval', async () => {
    const { cluster, touched, order, objects: all } = await planned();
    all['NetworkPolicy/checkout/a'] = policy('late', { podSelector: {}, egress: [{}] });
    const run = isolatePod.apply(parameters, touched, { kubernetes: cluster }, step);
    await expect(run).rejects.toMatchObject({ name: 'PreconditionFailed', message: expect.stringMatching(/late/) });
    expect(order).toEqual([]);
  });

  it('labels no workload that was changed after it was read', async () => {
    const { cluster, touched, order, objects: all } = await planned();
    const kubernetes = changedAfterRead(cluster, () => {
      const metadata = all[key]?.['metadata'] ?? {};
      Object.assign(metadata, { resourceVersion: `${String(Reflect.get(metadata, 'resourceVersion'))}1` });
    });
    const run = isolatePod.apply(parameters, touched, { kubernetes }, step);
    await expect(run).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(order).toEqual([`patch ${key}`]);
    expect(all[policyKey]).toBeUndefined();
  });

  it.each<[string, KubernetesObject, RegExp]>([
    [
      'made again with another selector',
      { ...workload('Deployment', 'receipts', 'orders'), metadata: { name: 'receipts', resourceVersion: '9' } },
      /no traffic in or out of pods with app=orders/,
    ],
    [
      'labelled by somebody else',
      {
        ...workload('Deployment', 'receipts'),
        metadata: { name: 'receipts', resourceVersion: '9', labels: { 'sovereign-ops/quarantine': 'theirs' } },
      },
      /theirs/,
    ],
  ])('calls nothing for a workload that was %s after both fields were looked at', async (_what, later, message) => {
    const { cluster, touched, order, objects: all } = await planned();
    let reads = 0;
    const get: typeof cluster.get = async (target) => {
      if (target.kind === 'Deployment' && (reads += 1) === 2) all[key] = later;
      return cluster.get(target);
    };
    const run = isolatePod.apply(parameters, touched, { kubernetes: { ...cluster, get } }, step);
    await expect(run).rejects.toMatchObject({ name: 'PreconditionFailed', message: expect.stringMatching(message) });
    expect(order).toEqual([]);
  });

  it.each([new NotPermitted('403'), new Error('cut')])(
    'does not call it refused when only the second call failed',
    async (error) => {
      const { cluster, touched, objects: all } = await planned();
      const createPolicy = async () => {
        throw error;
      };
      const kubernetes = { ...cluster, createPolicy };
      await expect(isolatePod.apply(parameters, touched, { kubernetes }, step)).rejects.toMatchObject({
        name: 'ProviderUnavailable',
        message: expect.stringMatching(/^the label is set, and then: /),
      });
      expect(all[policyKey]).toBeUndefined();
    },
  );

  it('deletes no policy that somebody changed or made again', async () => {
    const { cluster, touched, order, objects: all } = await planned();
    await isolatePod.apply(parameters, touched, { kubernetes: cluster }, step);
    const ours = structuredClone(all[policyKey] ?? {});
    const undo = () => isolatePod.apply(parameters, reversed(touched), { kubernetes: cluster }, step);

    all[policyKey] = { ...ours, spec: { podSelector: { matchLabels: { app: 'receipts' } }, ingress: rule } };
    await expect(undo()).rejects.toMatchObject({ name: 'PreconditionFailed' });
    all[policyKey] = { ...ours, metadata: { name: 'x' } };
    await expect(undo()).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(order.filter((one) => one.startsWith('delete'))).toEqual([]);

    all[policyKey] = ours;
    const made = {
      ...cluster,
      get: async (target: Parameters<typeof cluster.get>[0]) => {
        const read = await cluster.get(target);
        if (target.kind === 'NetworkPolicy') {
          const metadata = all[policyKey]?.['metadata'] ?? {};
          Object.assign(metadata, { uid: `${String(Reflect.get(metadata, 'uid'))}1` });
        }
        return read;
      },
    };
    await expect(isolatePod.apply(parameters, reversed(touched), { kubernetes: made }, step)).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(all[policyKey]).toBeDefined();
    expect(all[key]).toMatchObject({ metadata: { labels: { 'sovereign-ops/quarantine': labelValue(parameters) } } });
  });

  it('takes no other fields than those of the workload', async () => {
    const { cluster, touched, order } = await planned();
    const [label, net] = touched;
    if (label === undefined || net === undefined) throw new Error('two fields');
    for (const other of [
      [label],
      [label, net, net],
      [{ ...label, after: 'b'.repeat(32) }, net],
      [label, { ...net, after: 'nothing' }],
      [{ ...label, before: 'x' }, net],
    ]) {
      const run = isolatePod.apply(parameters, other, { kubernetes: cluster }, step);
      await expect(run).rejects.toMatchObject({ name: 'PreconditionFailed' });
    }
    expect(order).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../../core/evidence/ports.ts';
import { isolatePod } from '../../../../core/remediation/actions/isolate-pod.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { labelValue } from '../../../../core/remediation/kubernetes/quarantine.ts';
import { step } from '../../../support/apply-context.ts';
import {
  key,
  parameters,
  planned,
  planning,
  pod,
  policy,
  policyKey,
  rule,
  text,
  workload,
} from '../../../support/isolation.ts';

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

  it('is impossible where a list may go on: who is missing in it could be cut off, too', async () => {
    const { plan } = await planning(
      Object.fromEntries(
        Array.from({ length: 5000 }, (_, n) => [`Pod/checkout/p-${n}`, pod(`p-${n}`, { app: 'orders' })]),
      ),
    );
    expect(plan).toEqual({ kind: 'impossible', reason: 'the namespace has more objects than are read' });
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

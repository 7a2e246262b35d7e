import type { KubernetesObject } from '../../core/evidence/ports.ts';
import { isolatePod } from '../../core/remediation/actions/isolate-pod.ts';
import { fakeCluster } from './cluster.ts';

/** A Deployment that is to be isolated, its neighbor and one of its pods, and the plan for it. */
export const parameters = { namespace: 'checkout', kind: 'Deployment', name: 'receipts' } as const;
export const key = 'Deployment/checkout/receipts';
export const policyKey = 'NetworkPolicy/checkout/sovereign-ops-quarantine-deployment-receipts';
export const text = 'sovereign-ops-quarantine-deployment-receipts: no traffic in or out of pods with app=receipts';

export const workload = (kind: string, name: string, app = name, more: object = {}): KubernetesObject => ({
  kind,
  metadata: { namespace: 'checkout', name, resourceVersion: '7', labels: { app } },
  spec: { selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec: { ...more } } },
});
export const pod = (name: string, labels: Record<string, string>, owner?: [string, string]): KubernetesObject => ({
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
export const policy = (name: string, spec: unknown): KubernetesObject => ({
  kind: 'NetworkPolicy',
  metadata: { name },
  spec,
});

const objects = (more: Record<string, KubernetesObject> = {}) => ({
  [key]: workload('Deployment', 'receipts'),
  'Deployment/checkout/orders': workload('Deployment', 'orders'),
  'Pod/checkout/receipts-1': pod('receipts-1', { app: 'receipts', hash: '7c9' }, ['ReplicaSet', 'receipts-7c9']),
  ...more,
});
export const planning = async (more: Record<string, KubernetesObject> = {}, p: unknown = parameters) => {
  const fake = fakeCluster(objects(more));
  const state = await isolatePod.describe(p, { kubernetes: fake.cluster });
  return { ...fake, state, plan: isolatePod.plan(p, state ?? {}) };
};
export const planned = async (more: Record<string, KubernetesObject> = {}, p: unknown = parameters) => {
  const made = await planning(more, p);
  if (made.plan.kind !== 'planned') throw new Error(made.plan.reason);
  return { ...made, touched: made.plan.touched };
};

/** A rule that lets something in. */
export const rule = [{ from: [{ podSelector: {} }] }];

import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../../core/evidence/ports.ts';
import { isolatePod } from '../../../../core/remediation/actions/isolate-pod.ts';
import { NotPermitted } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { labelValue } from '../../../../core/remediation/kubernetes/quarantine.ts';
import { step } from '../../../support/apply-context.ts';
import { changedAfterRead } from '../../../support/cluster.ts';
import { key, parameters, planned, policy, policyKey, rule, workload } from '../../../support/isolation.ts';

describe('isolate-pod, when something changed meanwhile', () => {
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

  it('takes away no label that somebody else gave it meanwhile', async () => {
    const { cluster, touched, objects: all } = await planned();
    await isolatePod.apply(parameters, touched, { kubernetes: cluster }, step);
    const theirs = { ...workload('Deployment', 'receipts') };
    theirs['metadata'] = { name: 'receipts', labels: { 'sovereign-ops/quarantine': 'theirs' } };
    const deletePolicy: typeof cluster.deletePolicy = async (target, version) => {
      await cluster.deletePolicy(target, version);
      all[key] = theirs;
    };
    const kubernetes = { ...cluster, deletePolicy };
    const run = isolatePod.apply(parameters, reversed(touched), { kubernetes }, step);
    await expect(run).rejects.toMatchObject({
      name: 'ProviderUnavailable',
      message: expect.stringMatching(/^the policy is deleted, and then: /),
    });
    expect(all[key]).toEqual(theirs);
  });

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
});

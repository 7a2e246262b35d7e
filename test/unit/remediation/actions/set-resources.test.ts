import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setResources } from '../../../../core/remediation/actions/set-resources.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { deployment, deploymentKey, fakeCluster } from '../../../support/cluster.ts';
import { step } from '../../../support/apply-context.ts';

const parameters = {
  namespace: 'checkout',
  deployment: 'payments-api',
  container: 'app',
  memory: { times: 2, atMost: '4Gi' },
};
const path = 'containers.app.limits.memory';

const planOn = async (limit: string | undefined) => {
  const { cluster } = fakeCluster({ [deploymentKey]: deployment(limit) });
  const state = await setResources.describe(parameters, { kubernetes: cluster });
  return setResources.plan(parameters, state ?? {});
};

describe('set-resources', () => {
  it.each([
    ['512Mi', '1Gi'],
    ['3Gi', '4Gi'],
    ['0.5Gi', '1Gi'],
  ])('plans %s -> %s', async (before, after) =>
    expect(await planOn(before)).toEqual({ kind: 'planned', touched: [{ path, before, after }] }),
  );

  it.each([
    ['4Gi', 'the memory limit is 4Gi, at most 4Gi is allowed'],
    ['8Gi', 'the memory limit is 8Gi, at most 4Gi is allowed'],
    [undefined, 'container app has no memory limit to raise'],
  ])('plans nothing on a limit of %s', async (limit, reason) =>
    expect(await planOn(limit)).toEqual({ kind: 'impossible', reason }),
  );

  it('plans nothing for a container that is not there', () =>
    expect(setResources.plan(parameters, {})).toEqual({
      kind: 'impossible',
      reason: 'the deployment has no container app',
    }));

  it('reads limits in bytes, and containers without any', async () => {
    const containers = [
      { name: 'app', resources: { limits: { memory: 1_073_741_824 } } },
      { name: 'proxy', resources: {} },
      { name: 'agent' },
    ];
    const { cluster } = fakeCluster({ [deploymentKey]: { spec: { template: { spec: { containers } } } } });
    expect(await setResources.describe(parameters, { kubernetes: cluster })).toEqual({
      'containers.app.limits.memory': 1_073_741_824,
      'containers.proxy.limits.memory': null,
      'containers.agent.limits.memory': null,
    });
  });

  it('sees no state where there is no deployment', async () => {
    const { cluster } = fakeCluster({});
    expect(await setResources.describe(parameters, { kubernetes: cluster })).toBeUndefined();
  });

  it('patches with the container name and the old value as tests', async () => {
    const { cluster, calls } = fakeCluster({ [deploymentKey]: deployment('512Mi') });
    await setResources.apply(parameters, [{ path, before: '512Mi', after: '1Gi' }], { kubernetes: cluster }, step);
    const at = '/spec/template/spec/containers/1';
    expect(calls).toEqual([
      {
        target: deploymentKey,
        operations: [
          { op: 'test', path: `${at}/name`, value: 'app' },
          { op: 'test', path: `${at}/resources/limits/memory`, value: '512Mi' },
          { op: 'replace', path: `${at}/resources/limits/memory`, value: '1Gi' },
        ],
      },
    ]);
  });

  const change = { path, before: '512Mi', after: '1Gi' };
  const bare = (...containers: object[]) => ({ [deploymentKey]: { spec: { template: { spec: { containers } } } } });
  it.each([
    [
      'a limit that somebody changed',
      { [deploymentKey]: deployment('768Mi') },
      change,
      `${path}: expected 512Mi, found 768Mi`,
    ],
    [
      'a limit that somebody took away',
      bare({ name: 'app', resources: {} }),
      change,
      `${path}: expected 512Mi, found null`,
    ],
    ['resources that somebody took away', bare({ name: 'app' }), change, `${path}: expected 512Mi, found null`],
    [
      'a container that is gone',
      bare({ name: 'proxy' }),
      { ...change, before: null },
      `${path}: expected null, found null`,
    ],
    ['a deployment that is gone', {}, change, 'deployment checkout/payments-api does not exist'],
    [
      'another container than that of its parameters',
      { [deploymentKey]: deployment('512Mi') },
      { path: 'containers.proxy.limits.memory', before: '64Mi', after: '128Mi' },
      `expected a change of ${path} and of nothing else`,
    ],
  ])('refuses, without a call, %s', async (_what, objects, field, reason) => {
    const { cluster, calls } = fakeCluster(objects);
    const applied = setResources.apply(parameters, [field], { kubernetes: cluster }, step);
    await expect(applied).rejects.toThrow(new PreconditionFailed(reason));
    expect(calls).toEqual([]);
  });

  it('takes the same limit in another unit as unchanged', async () => {
    const { cluster } = fakeCluster({ [deploymentKey]: deployment('0.5Gi') });
    await setResources.apply(parameters, [{ path, before: '512Mi', after: '1Gi' }], { kubernetes: cluster }, step);
    expect(await setResources.describe(parameters, { kubernetes: cluster })).toMatchObject({ [path]: '1Gi' });
  });

  it('undoes what it applied, for every limit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 16, max: 2000 }), async (mebibytes) => {
        const start = { [deploymentKey]: deployment(`${mebibytes}Mi`) };
        const { cluster, objects } = fakeCluster(structuredClone(start));
        const state = (await setResources.describe(parameters, { kubernetes: cluster })) ?? {};
        const plan = setResources.plan(parameters, state);
        if (plan.kind !== 'planned') throw new Error(plan.reason);
        await setResources.apply(parameters, plan.touched, { kubernetes: cluster }, step);
        expect(objects).not.toEqual(start);
        await setResources.apply(parameters, reversed(plan.touched), { kubernetes: cluster }, step);
        expect(objects).toEqual(start);
      }),
    );
  });

  it('says what a memory quantity is', () => {
    const { error } = setResources.parameters.safeParse({ ...parameters, memory: { times: 2, atMost: '-1Gi' } });
    expect(error?.issues.map(({ message }) => message)).toEqual(['a memory quantity such as 512Mi']);
  });

  it.each([
    { ...parameters, deployment: '../secrets' },
    { ...parameters, container: 'app;rm' },
    { ...parameters, memory: { times: 40, atMost: '4Gi' } },
    { ...parameters, memory: { times: 2, atMost: 'lots' } },
    { ...parameters, memory: { times: 2, atMost: '0' } },
    { ...parameters, command: 'sh' },
  ])('refuses parameters outside its schema: %j', (wrong) =>
    expect(setResources.parameters.safeParse(wrong).success).toBe(false),
  );
});

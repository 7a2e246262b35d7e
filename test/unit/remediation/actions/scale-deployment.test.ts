import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleDeployment } from '../../../../core/remediation/actions/scale-deployment.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { autoscaler, autoscalerKey, deploymentKey, fakeCluster } from '../../../support/cluster.ts';
import { step } from '../../../support/apply-context.ts';

const parametersFor = (by: number) => ({
  namespace: 'checkout',
  deployment: 'payments-api',
  replicas: { by, atLeast: 2, atMost: 6 },
});
const deployment = (replicas: number | undefined) => ({
  metadata: { namespace: 'checkout', name: 'payments-api' },
  spec: { ...(replicas === undefined ? {} : { replicas }), template: {} },
});
const planOn = async (objects: Parameters<typeof fakeCluster>[0], by = 2) => {
  const parameters = parametersFor(by);
  const { cluster } = fakeCluster(objects);
  return scaleDeployment.plan(parameters, (await scaleDeployment.describe(parameters, { kubernetes: cluster })) ?? {});
};

describe('scale-deployment', () => {
  it.each([
    ['adds', 2, 2, 4],
    ['adds up to the most', 5, 2, 6],
    ['takes away', 6, -2, 4],
    ['takes away down to the least', 3, -5, 2],
  ])('%s: %i by %i is %i', async (_what, before, by, after) =>
    expect(await planOn({ [deploymentKey]: deployment(before) }, by)).toEqual({
      kind: 'planned',
      touched: [{ path: 'replicas', before, after }],
    }),
  );

  it.each([
    ['at the most', 6, 1, /2 to 6/],
    ['over the most, which adding would lower', 9, 1, /2 to 6/],
    ['at the least', 2, -1, /2 to 6/],
    ['that was switched off', 0, 1, /switched off/],
    ['that says no replicas', undefined, 1, /sets no replicas/],
  ])('plans nothing on a deployment %s', async (_what, replicas, by, reason) =>
    expect(await planOn({ [deploymentKey]: deployment(replicas) }, by)).toEqual({
      kind: 'impossible',
      reason: expect.stringMatching(reason),
    }),
  );

  it('leaves the replicas to an autoscaler that targets the deployment, and to no other', async () => {
    const start = { [deploymentKey]: deployment(2) };
    expect(await planOn({ ...start, [autoscalerKey]: autoscaler(2) })).toEqual({
      kind: 'impossible',
      reason: 'the autoscaler payments-api sets the replicas of this deployment',
    });
    const other = autoscaler(2, 10, 'orders-api');
    expect(await planOn({ ...start, [autoscalerKey]: other })).toMatchObject({ kind: 'planned' });
    const ofAnother = autoscaler(2);
    ofAnother.spec.scaleTargetRef.kind = 'StatefulSet';
    expect(await planOn({ ...start, [autoscalerKey]: ofAnother })).toMatchObject({ kind: 'planned' });
  });

  it('does not plan beside an autoscaler that it cannot read', async () => {
    const objects = { [deploymentKey]: deployment(2), [autoscalerKey]: { metadata: { name: 'odd' } } };
    await expect(planOn(objects)).rejects.toThrow(/scaleTargetRef|spec/);
  });

  it('sees no state where there is no deployment', async () => {
    const { cluster } = fakeCluster({});
    expect(await scaleDeployment.describe(parametersFor(1), { kubernetes: cluster })).toBeUndefined();
  });

  it('patches with the old number as a test, and refuses drift', async () => {
    const { cluster, calls } = fakeCluster({ [deploymentKey]: deployment(2) });
    const touched = [{ path: 'replicas', before: 2, after: 4 }];
    await scaleDeployment.apply(parametersFor(2), touched, { kubernetes: cluster }, step);
    expect(calls).toEqual([
      {
        target: deploymentKey,
        operations: [
          { op: 'test', path: '/spec/replicas', value: 2 },
          { op: 'replace', path: '/spec/replicas', value: 4 },
        ],
      },
    ]);
    const again = scaleDeployment.apply(parametersFor(2), touched, { kubernetes: cluster }, step);
    await expect(again).rejects.toThrow(PreconditionFailed);
  });

  it.each([
    [
      'when an autoscaler has come meanwhile',
      'replicas',
      { [autoscalerKey]: autoscaler(2) },
      'the autoscaler payments-api sets the replicas by now',
    ],
    ['for a field that is not its own', 'paused', {}, 'expected a change of replicas and of nothing else'],
  ])('makes no call %s', async (_what, path, more, reason) => {
    const { cluster, calls } = fakeCluster({ [deploymentKey]: deployment(2), ...more });
    const change = scaleDeployment.apply(
      parametersFor(2),
      [{ path, before: 2, after: 4 }],
      { kubernetes: cluster },
      step,
    );
    await expect(change).rejects.toThrow(new PreconditionFailed(reason));
    expect(calls).toEqual([]);
  });

  it('undoes what it applied, for every number and step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 5 }), fc.constantFrom(-5, -1, 1, 5), async (replicas, by) => {
        const start = { [deploymentKey]: deployment(replicas) };
        const { cluster, objects } = fakeCluster(structuredClone(start));
        const parameters = parametersFor(by);
        const state = await scaleDeployment.describe(parameters, { kubernetes: cluster });
        const plan = scaleDeployment.plan(parameters, state ?? {});
        if (plan.kind !== 'planned') throw new Error(plan.reason);
        await scaleDeployment.apply(parameters, plan.touched, { kubernetes: cluster }, step);
        expect(objects).not.toEqual(start);
        await scaleDeployment.apply(parameters, reversed(plan.touched), { kubernetes: cluster }, step);
        expect(objects).toEqual(start);
      }),
    );
  });

  it.each([
    { by: 0, atLeast: 1, atMost: 6 },
    { by: 6, atLeast: 1, atMost: 6 },
    { by: 1, atLeast: 0, atMost: 6 },
    { by: 1, atLeast: 1, atMost: 101 },
    { by: 1, atMost: 6 },
  ])('refuses parameters outside its schema: %j', (replicas) =>
    expect(scaleDeployment.parameters.safeParse({ ...parametersFor(1), replicas }).success).toBe(false),
  );
});

import { describe, expect, it } from 'vitest';
import { setHpaBounds } from '../../../../core/remediation/actions/set-hpa-bounds.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { autoscaler, autoscalerKey, fakeCluster } from '../../../support/cluster.ts';
import { step } from '../../../support/apply-context.ts';

const parameters = { namespace: 'checkout', name: 'payments-api', minReplicas: { plus: 1, atMost: 10 } };

const planOn = async (min: number | undefined, max?: number) => {
  const { cluster } = fakeCluster({ [autoscalerKey]: autoscaler(min, max) });
  return setHpaBounds.plan(parameters, (await setHpaBounds.describe(parameters, { kubernetes: cluster })) ?? {});
};

describe('set-hpa-bounds', () => {
  it('raises the lower bound by what was asked', async () =>
    expect(await planOn(2)).toEqual({ kind: 'planned', touched: [{ path: 'minReplicas', before: 2, after: 3 }] }));

  it.each([
    ['at its upper bound', 3, 3, 'minReplicas is 3 and may not grow (maxReplicas 3)'],
    ['at the allowed most', 10, 20, 'minReplicas is 10 and may not grow (maxReplicas 20)'],
    ['without a lower bound of its own', undefined, 10, 'the autoscaler sets no minReplicas of its own'],
  ])('plans nothing on an autoscaler %s', async (_what, min, max, reason) =>
    expect(await planOn(min, max)).toEqual({ kind: 'impossible', reason }),
  );

  it('plans nothing on an upper bound that is not known, and sees no state where there is no autoscaler', async () => {
    expect(setHpaBounds.plan(parameters, { minReplicas: 2 }).kind).toBe('impossible');
    expect(await setHpaBounds.describe(parameters, { kubernetes: fakeCluster({}).cluster })).toBeUndefined();
  });

  it('applies and undoes with the old value as a test, and refuses drift', async () => {
    const start = { [autoscalerKey]: autoscaler(2) };
    const { cluster, objects, calls } = fakeCluster(structuredClone(start));
    const touched = [{ path: 'minReplicas', before: 2, after: 3 }];
    await setHpaBounds.apply(parameters, touched, { kubernetes: cluster }, step);
    expect(calls[0]?.operations[0]).toEqual({ op: 'test', path: '/spec/minReplicas', value: 2 });
    await expect(setHpaBounds.apply(parameters, touched, { kubernetes: cluster }, step)).rejects.toThrow(
      PreconditionFailed,
    );
    await setHpaBounds.apply(parameters, reversed(touched), { kubernetes: cluster }, step);
    expect(objects).toEqual(start);
  });
});

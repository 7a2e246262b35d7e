import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setDesiredCount } from '../../../../core/remediation/actions/set-desired-count.ts';
import type { TouchedField } from '../../../../core/remediation/action.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import type { EcsService } from '../../../../core/evidence/ports.ts';
import { step } from '../../../support/apply-context.ts';
import { arn, fakeEcs, service } from '../../../support/ecs.ts';

const parametersFor = (by: number) => ({
  cluster: 'quay',
  service: 'basket',
  desiredCount: { by, atLeast: 2, atMost: 6 },
});
const world = (change: Partial<EcsService> = {}) =>
  fakeEcs({ services: [service(arn('basket', 41), change)], definitions: [] });
const planOn = async (change: Partial<EcsService>, by = 2) => {
  const parameters = parametersFor(by);
  return setDesiredCount.plan(parameters, (await setDesiredCount.describe(parameters, world(change))) ?? {});
};
const touched = [{ path: 'desiredCount', before: 4, after: 6 }];

describe('set-desired-count', () => {
  it.each([
    ['adds', 2, 2, 4],
    ['adds up to the most', 5, 2, 6],
    ['takes away', 6, -2, 4],
    ['takes away down to the least', 3, -5, 2],
  ])('%s: %i by %i is %i', async (_what, before, by, after) =>
    expect(await planOn({ desiredCount: before }, by)).toEqual({
      kind: 'planned',
      touched: [{ path: 'desiredCount', before, after }],
    }),
  );

  it.each<[string, Partial<EcsService>, number, RegExp]>([
    ['at the most', { desiredCount: 6 }, 1, /2 to 6/],
    ['over the most, which adding would lower', { desiredCount: 9 }, 1, /2 to 6/],
    ['at the least', { desiredCount: 2 }, -1, /2 to 6/],
    ['that was switched off', { desiredCount: 0 }, 1, /switched off/],
    ['that is being deleted', { status: 'DRAINING' }, 1, /DRAINING, not ACTIVE/],
    ['that runs one task on each instance', { scheduling: 'DAEMON' }, 1, /on each instance/],
  ])('plans nothing on a service %s', async (_what, change, by, reason) =>
    expect(await planOn(change, by)).toEqual({ kind: 'impossible', reason: expect.stringMatching(reason) }),
  );

  it('plans nothing on a service whose number is not known', () =>
    expect(setDesiredCount.plan(parametersFor(1), { status: 'ACTIVE', scheduling: 'REPLICA' })).toEqual({
      kind: 'impossible',
      reason: 'the service has one task on each instance and no number of its own',
    }));

  it('sees no state where there is no service', async () => {
    const other = { ...parametersFor(1), service: 'other' };
    expect(await setDesiredCount.describe(other, world())).toBeUndefined();
  });

  it('sets the number, once, on the service that was planned with', async () => {
    const { ecs, calls, state } = world();
    await setDesiredCount.apply(parametersFor(2), touched, { ecs }, step);
    expect(calls).toEqual([{ desiredCount: 6 }]);
    expect(state.services[0]?.desiredCount).toBe(6);
  });

  it('sets it down to one', async () => {
    const { ecs, calls } = world();
    await setDesiredCount.apply(parametersFor(2), [{ path: 'desiredCount', before: 4, after: 1 }], { ecs }, step);
    expect(calls).toEqual([{ desiredCount: 1 }]);
  });

  it.each<[string, Partial<EcsService>, TouchedField[], string]>([
    ['the number is another one by now', { desiredCount: 5 }, touched, 'desiredCount: expected 4, found 5'],
    ['the service is being deleted', { status: 'DRAINING' }, touched, 'the service is DRAINING, not ACTIVE'],
    ['the service is gone', { service: 'other' }, touched, 'service quay/basket does not exist'],
    [
      'nothing would run',
      {},
      [{ path: 'desiredCount', before: 4, after: 0 }],
      'never set to 0, only to a number above',
    ],
    ['no number is named', {}, [{ path: 'desiredCount', before: 4, after: '6' }], 'only to a number above 0'],
  ])('makes no call when %s', async (_what, change, fields, reason) => {
    const { ecs, calls } = world(change);
    const apply = setDesiredCount.apply(parametersFor(2), fields, { ecs }, step);
    await expect(apply).rejects.toThrow(PreconditionFailed);
    await expect(apply).rejects.toThrow(reason);
    expect(calls).toEqual([]);
  });

  it('undoes what it applied, for every number and step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 5 }), fc.constantFrom(-5, -1, 1, 5), async (desiredCount, by) => {
        const { ecs, state } = world({ desiredCount });
        const start = structuredClone(state);
        const parameters = parametersFor(by);
        const plan = setDesiredCount.plan(parameters, (await setDesiredCount.describe(parameters, { ecs })) ?? {});
        if (plan.kind !== 'planned') throw new Error(plan.reason);
        await setDesiredCount.apply(parameters, plan.touched, { ecs }, step);
        expect(state).not.toEqual(start);
        await setDesiredCount.apply(parameters, reversed(plan.touched), { ecs }, step);
        expect(state).toEqual(start);
      }),
    );
  });

  it.each([
    { desiredCount: { by: 0, atLeast: 1, atMost: 6 } },
    { desiredCount: { by: 6, atLeast: 1, atMost: 6 } },
    { desiredCount: { by: 1, atLeast: 0, atMost: 6 } },
    { desiredCount: { by: 1, atLeast: 1, atMost: 101 } },
    { service: '*' },
    { cluster: 'quay/other' },
  ])('refuses parameters outside its schema: %j', (change) =>
    expect(setDesiredCount.parameters.safeParse({ ...parametersFor(1), ...change }).success).toBe(false),
  );
});

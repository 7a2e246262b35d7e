import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setReservedConcurrency } from '../../../../core/remediation/actions/set-reserved-concurrency.ts';
import type { TouchedField } from '../../../../core/remediation/action.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { step } from '../../../support/apply-context.ts';
import { lambdaFunction } from '../../../support/lambda-function.ts';

const asking = (plus: number, atMost = 40) => ({ function: 'invoice-render', reserved: { plus, atMost } });
const touched = [{ path: 'reservedConcurrency', before: 10, after: 20 }];
const planOn = (reservedConcurrency: number | null, unreservedConcurrency = 900, plus = 10) =>
  setReservedConcurrency.plan(asking(plus), { reservedConcurrency, unreservedConcurrency });

describe('set-reserved-concurrency', () => {
  it.each([
    ['adds', 10, 900, 20],
    ['adds up to the most', 35, 900, 40],
    ['adds while 100 stay', 10, 110, 20],
  ])('%s', (_what, before, unreserved, after) =>
    expect(planOn(before, unreserved)).toEqual({
      kind: 'planned',
      touched: [{ path: 'reservedConcurrency', before, after }],
    }),
  );

  it.each([
    ['a function that reserves nothing', null, 900, /reserves nothing/],
    ['a function that was switched off', 0, 900, /switched off/],
    ['a function at the most', 40, 900, /may not grow beyond 40/],
    ['an account that would keep fewer than 100', 10, 109, /10 more would leave fewer than 100 of 109/],
  ])('plans nothing for %s', (_what, reserved, unreserved, reason) =>
    expect(planOn(reserved, unreserved)).toEqual({ kind: 'impossible', reason: expect.stringMatching(reason) }),
  );

  it('plans nothing where the account is not known, and sees no state where there is no function', async () => {
    expect(setReservedConcurrency.plan(asking(10), { reservedConcurrency: 10 })).toMatchObject({
      reason: '10 more would leave fewer than 100 of undefined unreserved',
    });
    const { lambda } = lambdaFunction();
    expect(await setReservedConcurrency.describe({ ...asking(10), function: 'nobody' }, { lambda })).toBeUndefined();
  });

  it('reserves once', async () => {
    const { lambda, calls } = lambdaFunction();
    await setReservedConcurrency.apply(asking(10), touched, { lambda }, step);
    expect(calls).toEqual([['invoice-render', 20]]);
    expect(await setReservedConcurrency.describe(asking(10), { lambda })).toEqual({
      reservedConcurrency: 20,
      unreservedConcurrency: 980,
    });
  });

  it('refuses, without a call, another reservation, a function that is gone, and a field not its own', async () => {
    const { lambda, calls } = lambdaFunction({ reserved: 15 });
    const refused = (parameters: unknown, fields: TouchedField[]) =>
      expect(setReservedConcurrency.apply(parameters, fields, { lambda }, step)).rejects;
    await refused(asking(10), touched).toThrow(/expected 10, found 15/);
    await refused(asking(10), [{ path: 'reservedConcurrency', before: 15, after: '20' }]).toThrow('20 is no number of');
    await refused({ ...asking(10), function: 'nobody' }, touched).toThrow(/expected 10, found null/);
    await refused(asking(10), [{ path: 'memoryMiB', before: 1, after: 2 }]).toThrow(
      /expected a change of reservedConcurrency/,
    );
    expect(calls).toEqual([]);
  });

  it('undo brings back any reservation', async () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 500 }), async (reserved, plus) => {
        const { lambda } = lambdaFunction({ reserved });
        const asked = asking(plus, 10_000);
        const before = await setReservedConcurrency.describe(asked, { lambda });
        const plan = setReservedConcurrency.plan(asked, before ?? {});
        if (plan.kind === 'impossible') throw new Error(plan.reason);
        await setReservedConcurrency.apply(asked, plan.touched, { lambda }, step);
        expect(await setReservedConcurrency.describe(asked, { lambda })).not.toEqual(before);
        await setReservedConcurrency.apply(asked, reversed(plan.touched), { lambda }, step);
        expect(await setReservedConcurrency.describe(asked, { lambda })).toEqual(before);
      }),
    ));

  it('needs calls of the one function and the limit of the account, and no other', () =>
    expect(
      setReservedConcurrency.permissions(asking(10), {
        partition: 'aws',
        region: 'eu-central-1',
        account: '123456789012',
      }),
    ).toMatchObject([
      {
        Action: ['lambda:GetFunctionConcurrency', 'lambda:PutFunctionConcurrency'],
        Resource: ['arn:aws:lambda:eu-central-1:123456789012:function:invoice-render'],
      },
      { Action: ['lambda:GetAccountSettings'], Resource: ['*'] },
    ]));
});

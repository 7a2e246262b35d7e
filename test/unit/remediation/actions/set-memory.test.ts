import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setMemory } from '../../../../core/remediation/actions/set-memory.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { step } from '../../../support/apply-context.ts';
import { lambdaFunction } from '../../../support/lambda-function.ts';

const asking = (times: number, atMost = 3008) => ({ function: 'invoice-render', memory: { times, atMost } });
const touched = [{ path: 'memoryMiB', before: 512, after: 1024 }];
const planOn = (memoryMiB: number | null, times = 2, atMost?: number) =>
  setMemory.plan(asking(times, atMost), { memoryMiB, lastUpdate: 'Successful' });

describe('set-memory', () => {
  it.each([
    ['its multiple', 512, 2, 3008, 1024],
    ['whole MiB, down', 333, 1.5, 3008, 499],
    ['the most', 2048, 2, 3008, 3008],
    ['what Lambda gives at all', 8192, 2, 10_240, 10_240],
  ])('gives %s', (_what, before, times, atMost, after) =>
    expect(planOn(before, times, atMost)).toEqual({
      kind: 'planned',
      touched: [{ path: 'memoryMiB', before, after }],
    }),
  );

  it.each([
    ['a function at the most', 3008, /may not grow beyond 3008/],
    ['a function above it, which would be lowered', 4096, /may not grow beyond 3008/],
    ['a function whose last update failed', null, /not known/],
  ])('plans nothing for %s', (_what, memory, reason) =>
    expect(planOn(memory)).toEqual({ kind: 'impossible', reason: expect.stringMatching(reason) }),
  );

  it('does not call memory what a failed update left, and waits for one that is under way', async () => {
    const { lambda } = lambdaFunction();
    const seen = async (lastUpdate: 'Failed' | 'InProgress') => {
      const configuration = async () => ({ memoryMiB: 1024, lastUpdate, revisionId: 'r' });
      return (await setMemory.describe(asking(2), { lambda: { ...lambda, configuration } })) ?? {};
    };
    expect(await seen('Failed')).toMatchObject({ memoryMiB: null });
    expect(setMemory.settling(asking(2), await seen('Failed'))).toBe(false);
    expect(await seen('InProgress')).toMatchObject({ memoryMiB: 1024 });
    expect(setMemory.settling(asking(2), await seen('InProgress'))).toBe(true);
  });

  it('sets it once, on the revision that was looked at', async () => {
    const { lambda, calls } = lambdaFunction();
    await setMemory.apply(asking(2), touched, { lambda }, step);
    expect(calls).toEqual([['invoice-render', 1024, 'revision-1']]);
  });

  it('is refused by Lambda when somebody changes the function between the look and the call', async () => {
    const { lambda } = lambdaFunction();
    const configuration: typeof lambda.configuration = async (name) => {
      const read = await lambda.configuration(name);
      if (read !== undefined) await lambda.setMemory(name, read.memoryMiB, read.revisionId);
      return read;
    };
    const applied = setMemory.apply(asking(2), touched, { lambda: { ...lambda, configuration } }, step);
    await expect(applied).rejects.toThrow(PreconditionFailed);
    expect(await lambda.configuration('invoice-render')).toMatchObject({ memoryMiB: 512 });
  });

  it.each([
    ['other memory', { memoryMiB: 768 }, /expected 512, found 768/],
    ['an update under way', { lastUpdate: 'InProgress' as const }, /is being updated/],
  ])('refuses, without a call, a function with %s', async (_what, change, reason) => {
    const { lambda, calls } = lambdaFunction();
    const found = { memoryMiB: 512, lastUpdate: 'Successful' as const, revisionId: 'r', ...change };
    const writer = { ...lambda, configuration: async () => found };
    await expect(setMemory.apply(asking(2), touched, { lambda: writer }, step)).rejects.toThrow(reason);
    expect(calls).toEqual([]);
  });

  it('refuses a field that is not its own, and sees no state where there is no function', async () => {
    const { lambda } = lambdaFunction();
    const other = [{ path: 'timeout', before: 3, after: 6 }];
    await expect(setMemory.apply(asking(2), other, { lambda }, step)).rejects.toThrow(/expected a change of memoryMiB/);
    const none = [{ path: 'memoryMiB', before: 512, after: '1024' }];
    await expect(setMemory.apply(asking(2), none, { lambda }, step)).rejects.toThrow('1024 is no memory in MiB');
    const gone = { ...asking(2), function: 'nobody' };
    expect(await setMemory.describe(gone, { lambda })).toBeUndefined();
    await expect(setMemory.apply(gone, touched, { lambda }, step)).rejects.toThrow(/does not exist/);
  });

  it('undo brings back any memory', async () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 128, max: 10_239 }),
        fc.double({ min: 1.1, max: 4, noNaN: true }),
        async (memoryMiB, times) => {
          const { lambda } = lambdaFunction({ memoryMiB });
          const asked = asking(times, 10_240);
          const before = await setMemory.describe(asked, { lambda });
          const plan = setMemory.plan(asked, before ?? {});
          if (plan.kind === 'impossible') throw new Error(plan.reason);
          await setMemory.apply(asked, plan.touched, { lambda }, step);
          expect(await setMemory.describe(asked, { lambda })).not.toEqual(before);
          await setMemory.apply(asked, reversed(plan.touched), { lambda }, step);
          expect(await setMemory.describe(asked, { lambda })).toEqual(before);
        },
      ),
    ));

  it.each(['a function', 'f:1', 'arn:aws:lambda:x', '', 'f'.repeat(65)])('takes no function named "%s"', (name) =>
    expect(setMemory.parameters.safeParse({ ...asking(2), function: name }).success).toBe(false),
  );
});

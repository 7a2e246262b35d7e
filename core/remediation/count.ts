import * as z from 'zod';

const Bound = z.int().min(1).max(100);

/** How many more or fewer of `what` there are to be, and within which bounds: never none, never more than five at once. */
export const countChange = (what: string) =>
  z.strictObject({
    by: z
      .int()
      .min(-5)
      .max(5)
      .refine((by) => by !== 0, 'a change')
      .describe(`How many ${what} more, or fewer, than now; not 0.`),
    atLeast: Bound.describe('Never fewer than this; never none.'),
    atMost: Bound.describe('Never more than this.'),
  });

/** The new count, or undefined where the bounds leave none in the direction that was asked for. */
export const changedCount = (
  now: number,
  { by, atLeast, atMost }: z.infer<ReturnType<typeof countChange>>,
): number | undefined => {
  const after = Math.min(Math.max(now + by, atLeast), atMost);
  return Math.sign(after - now) === Math.sign(by) ? after : undefined;
};

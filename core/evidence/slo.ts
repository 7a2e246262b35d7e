import * as z from 'zod';

const text = z.string().min(1).max(256);

/** A metric that counts; its dimensions may hold placeholders. */
const Count = z.strictObject({ namespace: text, name: text, dimensions: z.record(z.string(), text) });

/**
 * An objective: of so many days, so many percent of what `total` counts must be good. What was not is counted by `bad`, or
 * follows from `good`.
 */
export const Slo = z
  .strictObject({
    /** Five nines leave 26 seconds of a month; what leaves less is no budget that hourly sums could tell of. */
    objective: z.number().gt(0).max(99.999),
    /** CloudWatch keeps hours for 455 days; three months are the longest window that anybody agrees on. */
    days: z.int().min(1).max(90).default(30),
    total: Count,
    bad: Count.optional(),
    good: Count.optional(),
  })
  .refine(({ bad, good }) => (bad === undefined) !== (good === undefined), 'expected either bad or good, and not both');
export type Slo = z.infer<typeof Slo>;

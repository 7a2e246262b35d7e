import * as z from 'zod';

/** What values of a series are in, as far as it is known. */
const chartUnits = ['percent', 'bytes', 'bytes-per-second', 'seconds', 'milliseconds', 'count'] as const;
export type ChartUnit = (typeof chartUnits)[number];

/** A point and, between two stretches, a gap: on a phone there is no room for more. */
export const mostPoints = 120;
const mostWithGaps = 160;

/** The value that a series is held against, who says so, and on which side of it things are bad. */
export const ChartLimit = z.strictObject({
  value: z.number(),
  bad: z.enum(['above', 'below']),
  /** The value itself is bad, too. */
  inclusive: z.boolean(),
  source: z.enum(['alarm', 'runbook', 'usual', 'expected']),
});
export type ChartLimit = z.infer<typeof ChartLimit>;

/** A series of one metric, small enough to be stored with an incident and drawn on a phone. Texts in it are screened. */
export const Chart = z.strictObject({
  name: z.string().min(1).max(256),
  stat: z.string().min(1).max(64),
  /** Its namespace and dimensions, one line. */
  of: z.string().max(256),
  /**
   * `alarmed`: what the alarm watches; `input`: one of the metrics that its expression is made of; `nearby`: another one
   * that the runbook names; `expected`: what a change was judged by.
   */
  is: z.enum(['alarmed', 'input', 'nearby', 'expected']),
  unit: z.enum(chartUnits),
  periodSeconds: z.number().positive(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  limit: ChartLimit.optional(),
  /** Seconds since `from`, ascending, and the value; `null` between two stretches is a time without data. */
  points: z
    .array(z.tuple([z.int().nonnegative(), z.number().nullable()]))
    .min(1)
    .max(mostWithGaps),
});
export type Chart = z.infer<typeof Chart>;

import * as z from 'zod';

/** What a model costs on demand, in US dollars for a million tokens. */
const Price = z.strictObject({
  /** The id of a foundation model, or an ARN; a `*` at the end stands for any rest. */
  model: z.string().regex(/^[^*\s]+\*?$/),
  inputPerMillion: z.number().min(0).max(1_000),
  outputPerMillion: z.number().min(0).max(1_000),
});
export type Price = z.infer<typeof Price>;

/**
 * What models may cost in this installation (`layers/policy/models.yaml`). The defaults are locked: no model has a price,
 * and nothing may be spent.
 */
export const Models = z.strictObject({
  prices: z.array(Price).max(100).default([]),
  usdPerIncident: z.number().min(0).max(1).default(0),
  /** In a clock hour of UTC, all incidents together. */
  usdPerHour: z.number().min(0).max(1_000).default(0),
  /** On a day of UTC, all incidents together. */
  usdPerDay: z.number().min(0).max(10_000).default(0),
  /** The longest answer that is asked for. */
  answerTokens: z.int().min(400).max(4_000).default(1_000),
});
export type Models = z.infer<typeof Models>;

import * as z from 'zod';

/**
 * Pieces that many kinds share. The API leaves out or nulls what is not set, so almost everything is optional. Times that
 * are none are dropped: an old object must not make the evidence fail.
 */
export const time = z
  .string()
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()))
  .transform((date) => date.toISOString())
  .nullish()
  .catch(undefined);
export const text = z.string().nullish();
export const labels = z.record(z.string(), z.string()).nullish();
/** `500m`, `1Gi`, or a plain number. */
export const quantities = z.record(z.string(), z.union([z.string(), z.number()])).nullish();
/** A port by its number or by its name. */
export const portRef = z.union([z.number(), z.string()]);

export const metadata = z.object({
  name: z.string(),
  namespace: text,
  labels,
  annotations: labels,
  creationTimestamp: time,
  deletionTimestamp: time,
  ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).nullish(),
});

export const labelSelector = z.object({
  matchLabels: labels,
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() }))
    .nullish(),
});
export type LabelSelector = z.infer<typeof labelSelector>;

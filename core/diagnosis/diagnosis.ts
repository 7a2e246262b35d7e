import * as z from 'zod';
import { Resource } from '../incident/resource.ts';

const category = z.string().regex(/^[a-z][a-z0-9_]*$/);

/** A ranked cause; every citation is the id of a signal in the evidence pack. */
export const Cause = z.strictObject({
  /** The finest identifier of docs/causes.json. */
  category,
  resource: Resource,
  summary: z.string().max(300),
  confidence: z.number().min(0).max(1),
  citations: z.array(z.string()).min(1),
});
export type Cause = z.infer<typeof Cause>;

export const Diagnosis = z.strictObject({
  kind: z.enum(['diagnosed', 'abstained', 'healthy']),
  source: z.enum(['rules', 'model']),
  causes: z.array(Cause).max(5),
  /** What else the model thought of, and what spoke against it. */
  considered: z
    .array(z.strictObject({ category, reason: z.string().max(200) }))
    .max(3)
    .optional(),
  /** What the model would have liked to see. */
  missing: z.array(z.string().max(200)).max(3).optional(),
  /** What model and rules name, where they name different causes. */
  disagreement: z.string().max(400).optional(),
  /** Why the model did not speak, where one was configured, and that evidence may have left the region: for the approver. */
  modelNote: z.string().max(300).optional(),
  model: z
    .strictObject({
      id: z.string(),
      inputTokens: z.int(),
      outputTokens: z.int(),
      /** What the input was reckoned to be before the call. */
      reckonedTokens: z.int().optional(),
      /** SHA-256 of the raw answer; the text itself is not kept. */
      answerSha256: z.string(),
    })
    .optional(),
  /** All calls together. A call without an answer counts with what was reserved for it, and with no tokens. */
  cost: z
    .strictObject({ inputTokens: z.int().min(0), outputTokens: z.int().min(0), usd: z.number().min(0) })
    .optional(),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

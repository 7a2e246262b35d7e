import * as z from 'zod';
import { Resource } from '../incident/resource.ts';

/** A ranked cause; every citation is the id of a signal in the evidence pack. */
export const Cause = z.strictObject({
  /** The finest identifier of docs/causes.json. */
  category: z.string().regex(/^[a-z][a-z0-9_]*$/),
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
  /** Why the model did not speak, where one was configured: shown to the approver. */
  modelNote: z.string().max(300).optional(),
  model: z
    .strictObject({
      id: z.string(),
      inputTokens: z.int(),
      outputTokens: z.int(),
      /** SHA-256 of the raw answer; the text itself is not kept. */
      answerSha256: z.string(),
    })
    .optional(),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

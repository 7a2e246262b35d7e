import * as z from 'zod';
import { Resource } from '../incident/resource.ts';
import { FieldValue } from './action.ts';

/** One line per mutating call, written before it as `started` and after it with what was seen. Never a credential. */
export const JournalEntry = z.strictObject({
  /** `<approval id>/<n>` or `<approval id>/<n>/undo`; also the name of the claim object. */
  idempotencyKey: z.string(),
  provider: z.string(),
  action: z.string(),
  target: Resource,
  status: z.enum([
    'pending',
    'approved',
    'started',
    'succeeded',
    'failed',
    'skipped',
    'outcome_unknown',
    'rolled_back',
  ]),
  prior: z.record(z.string(), FieldValue),
  /** What the provider showed after the call; null when it could not be read. */
  observed: z.record(z.string(), FieldValue).nullable(),
  executedAt: z.iso.datetime(),
  /** When the provider took on a change that it makes in the minutes after. */
  acceptedAt: z.iso.datetime().optional(),
  error: z.string().max(300).optional(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

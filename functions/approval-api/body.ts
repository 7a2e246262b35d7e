import * as z from 'zod';
import { longestConfirmation } from '../../core/approval/confirmation.ts';
import { wellFormed } from '../../core/incident/text.ts';

// The shape of a token is not looked at here: a malformed one gets the same answer as a wrong one.
const token = z.string().max(1000);

export const ViewBody = z.strictObject({
  token: token.optional(),
  /** Whether the words of the page are wanted, too: a page asks once. */
  words: z.boolean().optional(),
});
export const DecisionBody = z.strictObject({
  token: token.optional(),
  decision: z.enum(['approve', 'reject']),
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 digest in lower-case hex'),
  reason: z.string().max(1000).transform(wellFormed).optional(),
  confirm: z.string().max(longestConfirmation).optional(),
  rollbackConsent: z.boolean(),
  breakGlass: z.boolean().optional(),
});
export type DecisionBody = z.infer<typeof DecisionBody>;

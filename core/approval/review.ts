import * as z from 'zod';

/**
 * A decision by break-glass asks for a second look: `open` until a person other than who used it has looked. What else the
 * item holds stays as it was written.
 */
export const Review = z.looseObject({
  approvalId: z.string(),
  incidentId: z.string(),
  status: z.enum(['open', 'done']),
  /** Who decided by break-glass. */
  person: z.string(),
  at: z.iso.datetime(),
});
export type Review = z.infer<typeof Review>;

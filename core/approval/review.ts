import * as z from 'zod';

/** What somebody else must look at afterwards: an approval that one admin gave alone. `done` when they have. */
export const Review = z.object({
  status: z.enum(['open', 'done']),
  incidentId: z.string(),
  /** The admin who approved, when and why. */
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string(),
});
export type Review = z.infer<typeof Review>;

import * as z from 'zod';

/** What a process is told when it is started. */
export const Setup = z.strictObject({
  /** Where the compiled policy layer and the template are. */
  ground: z.string(),
  policyHash: z.string(),
  dynoxide: z.string(),
  /** What the processes of a loop leave one another: the table with its stream, and the time. */
  folder: z.string(),
  story: z.string(),
  approvalBaseUrl: z.url(),
  startAt: z.iso.datetime(),
  /** What it may call outside. */
  served: z.array(z.string()),
  /** What a session can do, as `kubernetes.patch`. */
  writers: z.array(z.string()),
  /** A planted bug: what a process wrote into the journal is gone with it. */
  forgets: z.boolean(),
});
export type Setup = z.infer<typeof Setup>;

import * as z from 'zod';

/** What the installation does, from careful to free: diagnose and report; ask, never execute; execute what was approved. */
export const modes = ['observe', 'propose', 'execute'] as const;
export const Mode = z.enum(modes);
export type Mode = z.infer<typeof Mode>;

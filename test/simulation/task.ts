import * as z from 'zod';

/** The seeds that a worker runs next. */
export const Task = z.strictObject({ from: z.int().nonnegative(), seeds: z.int().positive() });
export type Task = z.infer<typeof Task>;

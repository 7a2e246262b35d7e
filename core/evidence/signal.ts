import * as z from 'zod';
import { Resource } from '../incident/resource.ts';

export const signalKinds = ['alarm', 'metric', 'log', 'state', 'change', 'runtime', 'injection'] as const;

/** One fact found in the evidence. Diagnosis may cite it by id; a person sees the summary. */
export const Signal = z.strictObject({
  id: z.string().regex(/^S\d{1,3}$/),
  kind: z.enum(signalKinds),
  /** What was found, in the words of the field: `oom_killed`, `memory_saturated`, `crash_loop`, `log_error` ... */
  fact: z.string(),
  summary: z.string().max(300),
  resource: Resource,
  time: z.iso.datetime().optional(),
  /** 0 (hint) to 1 (proof). */
  strength: z.number().min(0).max(1),
  /** Numbers and names the summary was made of: container, limit, exitCode ... */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Where the raw record is: a file and a place in it, a log stream and a time, an event id. */
  pointer: z.string().max(256).optional(),
});
export type Signal = z.infer<typeof Signal>;

/** Everything the diagnosis may rest on. Text in it is bounded, sanitized and redacted. */
export const EvidencePack = z.strictObject({
  signals: z.array(Signal),
  /** What could not be collected, and why: one line each. */
  gaps: z.array(z.string()),
  onset: z.iso.datetime().optional(),
  /** Upper bound of what the pack costs in a prompt. */
  promptTokens: z.int().nonnegative(),
});
export type EvidencePack = z.infer<typeof EvidencePack>;

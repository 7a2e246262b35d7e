import * as z from 'zod';
import { localMac } from '../../local/ports/macs.ts';

const Stored = z.looseObject({ pk: z.string(), sk: z.string() });

/** What one write of a transaction left. */
const Wrote = z.union([z.strictObject({ put: Stored }), z.strictObject({ deleted: Stored })]);
export type Wrote = z.infer<typeof Wrote>;

/**
 * What the code of one version did in one story, in order: every transaction of the table, every call at the cluster, every claim
 * and every link. What there was at some moment is what comes before it.
 */
const Entry = z.union([
  z.strictObject({
    at: z.iso.datetime(),
    wrote: z.array(Wrote),
  }),
  z.strictObject({ at: z.iso.datetime(), patch: z.tuple([z.unknown(), z.unknown()]) }),
  z.strictObject({ at: z.iso.datetime(), claim: z.string() }),
  z.strictObject({ at: z.iso.datetime(), link: z.string(), to: z.string(), kind: z.string(), incidentId: z.string() }),
]);
export type Entry = z.infer<typeof Entry>;
export const Recording = z.strictObject({ commit: z.string(), story: z.string(), entries: z.array(Entry).min(1) });
export type Recording = z.infer<typeof Recording>;

/** The keys of the recordings, which nobody else has and which open nothing. */
export const recordedKeys = () => ({
  link: localMac(new Uint8Array(32).fill(11)),
  proof: localMac(new Uint8Array(32).fill(12)),
});

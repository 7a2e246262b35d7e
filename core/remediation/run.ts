import * as z from 'zod';
import { keys } from '../incident/keys.ts';
import { purgeAt } from '../incident/step.ts';
import type { Table, Write } from '../incident/table.ts';

/**
 * How long one invocation of executor or rollback owns a run, in milliseconds: longer than the functions' 50 s timeout, so that
 * nobody judges a call that is still in flight. Not what keeps a call from being made twice: that is the claim.
 */
export const runMilliseconds = 60_000;

/** What the run of an execution left for the validator: which change is in place, since when. Carries no authority. */
const Applied = z.object({ executedAt: z.iso.datetime(), digest: z.string() });
export type Applied = z.infer<typeof Applied>;

/** The change that an execution completed, or undefined when none did. */
export const readApplied = async (table: Table, incidentId: string): Promise<Applied | undefined> =>
  Applied.safeParse(await table.get(keys.execution(incidentId))).data;

const runItem = (incidentId: string, direction: 'apply' | 'undo', now: Date) => ({
  ...keys.execution(incidentId),
  direction,
  runUntil: new Date(now.getTime() + runMilliseconds).toISOString(),
  purgeAt: purgeAt(now),
});

/** The run belongs to this invocation if nobody else's is still running. */
export const takeRun = (incidentId: string, direction: 'apply' | 'undo', now: Date): Write => ({
  kind: 'replace',
  item: runItem(incidentId, direction, now),
  when: [{ attribute: 'runUntil', is: 'before', value: now.toISOString() }],
});

/** The first run of an incident: only if there never was one. */
export const openRun = (incidentId: string, now: Date): Write => ({
  kind: 'create',
  item: runItem(incidentId, 'apply', now),
});

/** Takes over a run whose invocation died; `false` while one is still at work. */
export const resumeRun = async (
  table: Table,
  incidentId: string,
  direction: 'apply' | 'undo',
  now: Date,
): Promise<boolean> => (await table.transact([takeRun(incidentId, direction, now)])).kind === 'committed';

/** The run is over: whoever comes next need not wait for it to lapse. Belongs into the transaction that ends it. */
export const endRun = (incidentId: string, now: Date, applied?: Applied): Write => ({
  kind: 'replace',
  item: { ...runItem(incidentId, 'apply', now), runUntil: new Date(0).toISOString(), ...applied },
  when: [],
});

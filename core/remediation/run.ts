import * as z from 'zod';
import type { Incident } from '../incident/incident.ts';
import { keys } from '../incident/keys.ts';
import { purgeAt } from '../incident/step.ts';
import type { Item, Table, Write } from '../incident/table.ts';

/**
 * How long one invocation of executor or rollback owns a run, in milliseconds: longer than the functions' 50 s timeout, so that
 * nobody judges a call that is still in flight. Not what keeps a call from being made twice: that is the claim.
 */
export const runMilliseconds = 60_000;

/** What the run of an execution left for the validator: which change is in place, since when. Carries no authority. */
const Applied = z.object({ executedAt: z.iso.datetime(), digest: z.string() });
export type Applied = z.infer<typeof Applied>;

/** The change that an execution completed, of its `RUN` item, or undefined when none did. */
export const appliedOf = (run: Item | undefined): Applied | undefined => Applied.safeParse(run).data;

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

/** True only while the incident is in this status: what a run left in its item must stay once the incident moved on. */
export const stillIn = (incidentId: string, status: Incident['status']): Write => ({
  kind: 'check',
  key: keys.incident(incidentId),
  when: [{ attribute: 'status', is: 'equal', value: status }],
});

/**
 * Takes over a run whose invocation died; `false` while one is still at work, and when the incident has moved on since
 * it was read: the run is then over, and what it left in the item must stay.
 */
export const resumeRun = async (
  table: Table,
  { id, status }: Pick<Incident, 'id' | 'status'>,
  direction: 'apply' | 'undo',
  now: Date,
): Promise<boolean> => (await table.transact([takeRun(id, direction, now), stillIn(id, status)])).kind === 'committed';

/** The run is over: whoever comes next need not wait for it to lapse. Belongs into the transaction that ends it. */
export const endRun = (incidentId: string, now: Date, applied?: Applied): Write => ({
  kind: 'replace',
  item: { ...runItem(incidentId, 'apply', now), runUntil: new Date(0).toISOString(), ...applied },
  when: [],
});

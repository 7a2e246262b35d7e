import * as z from 'zod';
import { type Asked, approvalFigures, type ApprovalFigures } from '../../../core/approval/figures.ts';
import type { Identity } from '../../../core/approval/identity.ts';
import { Incident } from '../../../core/incident/incident.ts';
import { statuses } from '../../../core/incident/lifecycle.ts';
import type { Key, Table } from '../../../core/incident/table.ts';
import type { Clock } from '../../../core/runtime/effects.ts';
import { mayRead } from '../../../core/policy/may-read.ts';
import { readApproval } from '../../../core/approval/read-approval.ts';
import { data, operation } from './operation.ts';
import type { MayRead } from './report.ts';

type FiguresDeps = { table: Table; now: Clock; mayRead: MayRead };

export const FiguresBody = z.strictObject({ days: z.int().min(1).max(90).default(30) });

export type FiguresAnswer = {
  days: number;
  /** Incidents in which somebody was asked, and that were looked at. */
  incidents: number;
  /** There are more of them in these days: the figures are of the newest. */
  more: boolean;
  figures: ApprovalFigures;
};

/**
 * Bounds of one call: what is read of the index for each status, how many incidents are looked at, and how many at a
 * time.
 */
const perStatus = 50;
const atMost = 150;
const atOnce = 25;

const inParts = async <T, R>(
  all: readonly T[],
  size: number,
  read: (part: readonly T[]) => Promise<R[]>,
): Promise<R[]> => {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += size) results.push(...(await read(all.slice(from, from + size))));
  return results;
};

const recent = async (table: Table, since: Date): Promise<{ incidents: Incident[]; full: boolean }> => {
  const found = await Promise.all(statuses.map((status) => table.byStatus(status, perStatus)));
  const keys: Key[] = [...new Map(found.flat().map((key) => [key.pk, key])).values()];
  const items = await inParts(keys, 100, (part) => table.getAll(part));
  const incidents = items
    .flatMap((item) => Incident.safeParse(item).data ?? [])
    .filter(({ changedAt, approvalId }) => approvalId !== undefined && Date.parse(changedAt) >= since.getTime())
    .toSorted((a, b) => b.changedAt.localeCompare(a.changedAt));
  return { incidents, full: found.some((one) => one.length === perStatus) };
};

const askedIn = async (
  table: Table,
  { approvalId, rollbackApprovalId, rollbackAsked, status }: Incident,
): Promise<Asked[]> => {
  const ids = [approvalId, rollbackApprovalId].filter((id) => id !== undefined);
  const read = await Promise.all(ids.map((id) => readApproval(table, id)));
  // A change that helped and was taken back on request was no wrong decision.
  const stands = rollbackAsked === undefined ? status : 'resolved';
  return read.flatMap((found) => (found === undefined ? [] : [{ ...found, status: stands }]));
};

/**
 * How people decided in the last days: of the newest incidents that whoever asks may see, by queries of the index and never
 * by a scan. The figures of the requests that can still be read; what was purged counts no more.
 */
export const figures = async (
  { table, now, mayRead }: FiguresDeps,
  who: Identity,
  { days }: z.infer<typeof FiguresBody>,
): Promise<FiguresAnswer> => {
  const { incidents, full } = await recent(table, new Date(now().getTime() - days * 86_400_000));
  const visible = incidents.filter((incident) => mayRead(who, incident));
  const looked = visible.slice(0, atMost);
  const asked = await inParts(looked, atOnce, async (part) =>
    (await Promise.all(part.map((incident) => askedIn(table, incident)))).flat(),
  );
  return {
    days,
    incidents: looked.length,
    more: full || visible.length > looked.length,
    figures: approvalFigures(asked, now()),
  };
};

/** `figures` for whoever asks. */
export const figuresOperation = operation(FiguresBody, async ({ table, policy, now }, who, body) =>
  data(await figures({ table, now, mayRead: (one, { resource }) => mayRead(policy, one, resource) }, who, body)),
);

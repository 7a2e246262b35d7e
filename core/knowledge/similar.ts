import * as z from 'zod';
import { PastIncident } from './past-incident.ts';
import type { Signature } from './signature.ts';
import { similarity } from './similarity.ts';

/** A past incident that looked like the present one, as it is shown and counted. */
export const Similar = z.strictObject({
  incidentId: PastIncident.shape.incidentId,
  closedAt: z.iso.datetime(),
  /** 0 to 1, of the signatures. */
  likeness: z.number().min(0).max(1),
  sameResource: z.boolean(),
  category: PastIncident.shape.category,
  option: PastIncident.shape.option,
  outcome: PastIncident.shape.outcome,
  /** From the alarm to `resolved`, where it was. */
  seconds: z.number().min(0).optional(),
});
export type Similar = z.infer<typeof Similar>;

const mostAlike = 8;
const mostTries = 8;

/** What the analyzer found in memory for one incident. */
export const Remembered = z.strictObject({
  similar: z.array(Similar).max(mostAlike + mostTries),
  /** Why some or all of it could not be read. */
  gap: z.string().max(140).optional(),
});
export type Remembered = z.infer<typeof Remembered>;

type Bounds = { least: number; most: number };
/** Half of what either shows is shown by both: of what is less alike, more than a third had another cause (bench:memory). */
export const usual: Bounds = { least: 0.5, most: mostAlike };

const round = (share: number): number => Math.round(share * 1000) / 1000;

const similarTo = (past: PastIncident, likeness: number, resource: string): Similar => ({
  incidentId: past.incidentId,
  closedAt: past.closedAt,
  likeness: round(likeness),
  sameResource: past.resource === resource,
  ...(past.category === undefined ? {} : { category: past.category }),
  ...(past.option === undefined ? {} : { option: past.option }),
  outcome: past.outcome,
  ...(past.outcome === 'fixed'
    ? { seconds: Math.max(0, (Date.parse(past.closedAt) - Date.parse(past.openedAt)) / 1000) }
    : {}),
});

/** The incident that is looked at: its signature, and its resource, hashed. */
export type Present = { signature: Signature; resource: string };

/**
 * The past incidents whose signature is at least `least` alike, at most `most` of them: the most alike first, of equals
 * the newest.
 */
export const nearest = (
  { signature, resource }: Present,
  past: readonly PastIncident[],
  { least, most }: Bounds = usual,
): Similar[] =>
  past
    .map((one) => similarTo(one, similarity(signature, one.signature), resource))
    .filter(({ likeness }) => likeness >= least)
    .toSorted(
      (a, b) =>
        b.likeness - a.likeness || b.closedAt.localeCompare(a.closedAt) || b.incidentId.localeCompare(a.incidentId),
    )
    .slice(0, most);

/**
 * `alike`, and beside it the newest tries on this very resource for this cause, however they looked: whether a change
 * helped here does not depend on what else was seen. The most alike first.
 */
export const withTriesHere = (
  alike: readonly Similar[],
  { signature, resource }: Present,
  past: readonly PastIncident[],
  category: string | undefined,
): Similar[] => {
  const known = new Set(alike.map(({ incidentId }) => incidentId));
  const tries = past
    .filter((one) => one.resource === resource && one.category === category && one.option !== undefined)
    .toSorted((a, b) => b.closedAt.localeCompare(a.closedAt))
    .slice(0, mostTries)
    .filter(({ incidentId }) => !known.has(incidentId))
    .map((one) => similarTo(one, similarity(signature, one.signature), resource));
  return [...alike, ...tries].toSorted((a, b) => b.likeness - a.likeness);
};

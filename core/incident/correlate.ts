import * as z from 'zod';
import type { Alarm } from './alarm.ts';
import { incidentIdFor } from './incident-id.ts';

const Seen = z.object({ arn: z.string(), at: z.iso.datetime(), firing: z.boolean() });

/**
 * What is known of the alarms of one resource (`CORRELATION#<resource> / OPEN`): the incident they belong to, and of
 * each alarm the last state change taken in. `firing` is said of the present incident only; what earlier incidents saw
 * stays as not firing, so that a replay of theirs is recognized. `version` grows with every write.
 */
export const Correlation = z.object({
  incidentId: z.string(),
  version: z.int().positive(),
  alarms: z.array(Seen),
  /** When the last incidents of the resource recovered by themselves. */
  recoveries: z.array(z.iso.datetime()).optional(),
});
export type Correlation = z.infer<typeof Correlation>;

/** A third recovery within half an hour of two others is none: the alarm flaps, as the evidence calls it, too. */
const flapping = { before: 2, withinMs: 30 * 60_000 };

type Change = Pick<Alarm, 'arn' | 'at'>;

/** Alarms of earlier incidents remembered for replays, newest first. */
const remembered = 50;

/** All that are remembered of one resource: as many ARNs of the longest kind fit into an item of 400 kB. */
const mostSeen = 200;

/** In a storm that is larger, what fires is kept before what does not, the newest first. */
const bounded = (alarms: Correlation['alarms']): Correlation['alarms'] =>
  alarms.length <= mostSeen
    ? alarms
    : alarms.toSorted((a, b) => Number(b.firing) - Number(a.firing)).slice(0, mostSeen);

const lastSeen = (known: Correlation | undefined, { arn }: Change) => known?.alarms.find((seen) => seen.arn === arn);

const seen = (known: Correlation, { arn, at }: Change, firing: boolean): Correlation => ({
  ...known,
  version: known.version + 1,
  alarms: bounded([{ arn, at, firing }, ...known.alarms.filter((other) => other.arn !== arn)]),
});

/** ISO times in UTC with milliseconds compare as text. */
const isOld = (known: Correlation | undefined, change: Change): boolean =>
  (lastSeen(known, change)?.at ?? '') >= change.at;

/**
 * What an alarm that fired means for its resource: a state change already taken in is a `duplicate`; one while the
 * resource's incident is open joins it; else it opens an incident.
 */
export const onAlarm = (
  alarm: Change,
  known: Correlation | undefined,
  incidentIsOpen: boolean,
): { kind: 'duplicate'; incidentId: string } | { kind: 'open' | 'join'; next: Correlation } => {
  if (known !== undefined && isOld(known, alarm)) return { kind: 'duplicate', incidentId: known.incidentId };
  if (known !== undefined && incidentIsOpen) return { kind: 'join', next: seen(known, alarm, true) };
  const before = (known?.alarms ?? []).slice(0, remembered).map((other) => ({ ...other, firing: false }));
  const fresh = { ...known, incidentId: incidentIdFor(alarm), version: known?.version ?? 0, alarms: before };
  return { kind: 'open', next: seen(fresh, alarm, true) };
};

/**
 * What an alarm that went OK means: `recovered` when it was the last of its incident still firing, `partly` when others
 * still fire, `nothing` when it belongs to no incident here or the news is older than what is known. `flapping` when it was
 * the last, and incidents of this resource recovered only lately: the next would open as soon as it fires again, so this
 * one stays open and takes that in.
 */
export const onRecovery = (
  alarm: Change,
  known: Correlation | undefined,
): { kind: 'nothing' } | { kind: 'recovered' | 'partly' | 'flapping'; next: Correlation } => {
  if (known === undefined || lastSeen(known, alarm)?.firing !== true || isOld(known, alarm)) return { kind: 'nothing' };
  const next = seen(known, alarm, false);
  if (next.alarms.some(({ firing }) => firing)) return { kind: 'partly', next };
  const since = Date.parse(alarm.at) - flapping.withinMs;
  const recoveries = (known.recoveries ?? []).filter((at) => Date.parse(at) > since);
  if (recoveries.length >= flapping.before) return { kind: 'flapping', next: { ...next, recoveries } };
  return { kind: 'recovered', next: { ...next, recoveries: [...recoveries, alarm.at] } };
};

/**
 * What is known of a resource whose incident somebody opens again: its alarm counts as firing, as nothing else is known, and
 * the news of it that were taken in are still old.
 */
export const onAsked = (alarm: Change, known: Correlation | undefined, incidentId: string): Correlation => {
  const before = (known?.alarms ?? []).slice(0, remembered).map((other) => ({ ...other, firing: false }));
  const { at = alarm.at } = lastSeen(known, alarm) ?? {};
  const fresh = { ...known, incidentId, version: known?.version ?? 0, alarms: before };
  return seen(fresh, { arn: alarm.arn, at: at > alarm.at ? at : alarm.at }, true);
};

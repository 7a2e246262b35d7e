import * as z from 'zod';
import { inCidr } from '../cidr.ts';
import { resourceKey } from '../resource.ts';
import type { RuntimeFinding } from './finding.ts';
import { type RuleId, ruleIds } from './rule.ts';
import { fits, isBlock, perHourOf, type RuntimeSecurity, type Usual } from './settings.ts';

/** Why something that a rule found is not told. */
export const dropReasons = ['usual', 'learnt', 'repeated', 'over budget', 'timeline full'] as const;
export type DropReason = (typeof dropReasons)[number];
/** What a container does as it always did. */
const harmless: ReadonlySet<DropReason> = new Set(['usual', 'learnt']);
/** How often what was not told, by rule and reason. */
export type Dropped = Partial<Record<RuleId, Partial<Record<DropReason, number>>>>;

/**
 * What is remembered of the findings of one resource (`CORRELATION#<resource> / RUNTIME`). `told` and `dropped` are of the
 * clock hour `hour`; `stories` and `stillAt` of the incident; `programs` for as long as anything happens there.
 */
export const Heard = z.object({
  version: z.int().positive(),
  /** `2026-11-27T01`, in UTC. */
  hour: z.string(),
  told: z.partialRecord(z.enum(ruleIds), z.int().nonnegative()),
  dropped: z.partialRecord(z.enum(ruleIds), z.partialRecord(z.enum(dropReasons), z.int().nonnegative())),
  incidentId: z.string().optional(),
  /** Findings that the incident holds. */
  kept: z.int().nonnegative(),
  /** What the incident holds already, as `<rule> <object> <program>`: again is no news. */
  stories: z.array(z.string()),
  /** Shells and package managers that ran while their container was being started. */
  programs: z.array(z.string()),
  /** When the incident was last seen to go on. */
  stillAt: z.iso.datetime().optional(),
});
export type Heard = z.infer<typeof Heard>;

/** A person reads so many lines of a timeline, and the first of each rule besides: fewer than a transaction can write. */
const mostKept = 60;
const mostRemembered = 200;
const mostPrograms = 40;

/** A finding together with what only the moment of reading knows. */
export type Sighting = {
  finding: RuntimeFinding;
  /** The program, where the rule asks whether the container always had it. */
  program?: string;
  /** Seconds between the container's start and this; undefined where the agent does not say when it started. */
  sinceStart?: number;
};

const isUsual = (usual: readonly Usual[], { rule, resource, object }: RuntimeFinding): boolean =>
  usual.some(
    (one) =>
      one.rule === rule &&
      fits(one.resource, resourceKey(resource)) &&
      (one.object === undefined ||
        fits(one.object, object) ||
        (isBlock(one.object) && inCidr(one.object, object.replace(/:\d+$/, '')))),
  );

const storyOf = ({ rule, object, process }: RuntimeFinding): string => [rule, object, process?.binary ?? ''].join(' ');

const fresh = (hour: string): Heard => ({
  version: 0,
  hour,
  told: {},
  dropped: {},
  kept: 0,
  stories: [],
  programs: [],
});

/** What is known, with what a new hour and an incident that has ended make of it. */
const current = (heard: Heard | undefined, hour: string, open: string | undefined): Heard => {
  const known = heard ?? fresh(hour);
  const counted = known.hour === hour ? known : { ...known, hour, told: {}, dropped: {} };
  if (counted.incidentId !== undefined && counted.incidentId === open) return counted;
  const { stillAt: _, ...lasting } = counted;
  return { ...lasting, kept: 0, stories: [] };
};

const count = (dropped: Dropped, rule: RuleId, reason: DropReason): Dropped => ({
  ...dropped,
  [rule]: { ...dropped[rule], [reason]: (dropped[rule]?.[reason] ?? 0) + 1 },
});

export type Admitted = {
  told: RuntimeFinding[];
  dropped: Dropped;
  next: Heard | undefined;
  /** When something was last seen that is not told and not harmless either: the incident is not quiet. */
  stillAt?: string;
};

/**
 * Which of the sightings of one resource are told, in order of time, and what is remembered afterwards. What is usual, what
 * was learnt while the container started, what the open incident holds already, and what is beyond the budget is counted
 * with its reason. `next` is undefined where nothing is to be remembered. Pure.
 */
export const admit = (
  sightings: readonly Sighting[],
  heard: Heard | undefined,
  { settings, now, open }: { settings: RuntimeSecurity; now: Date; open: string | undefined },
): Admitted => {
  const before = current(heard, now.toISOString().slice(0, 13), open);
  const told: RuntimeFinding[] = [];
  const stories = new Set(before.stories);
  const programs = new Set(before.programs);
  const counts: Partial<Record<RuleId, number>> = { ...before.told };
  let dropped: Dropped = {};
  let counted = before.dropped;
  let goesOn = false;
  let { stillAt } = before;

  const reasonFor = ({ finding, program, sinceStart }: Sighting): DropReason | undefined => {
    if (isUsual(settings.usual, finding)) return 'usual';
    if (program !== undefined && programs.has(program)) return 'learnt';
    if (program !== undefined && sinceStart !== undefined && sinceStart >= 0 && sinceStart < settings.learnSeconds) {
      if (programs.size < mostPrograms) programs.add(program);
      return 'learnt';
    }
    if (stories.has(storyOf(finding))) return 'repeated';
    if ((counts[finding.rule] ?? 0) >= perHourOf(settings, finding.rule)) return 'over budget';
    // The first line of each rule always has a place: what is weak and often must not hide what is strong and rare.
    const isFirst = ![...stories].some((story) => story.startsWith(`${finding.rule} `));
    return !isFirst && before.kept + told.length >= mostKept ? 'timeline full' : undefined;
  };

  for (const sighting of sightings.toSorted((a, b) => (a.finding.at < b.finding.at ? -1 : 1))) {
    const { finding } = sighting;
    const reason = reasonFor(sighting);
    if (reason !== undefined) {
      dropped = count(dropped, finding.rule, reason);
      counted = count(counted, finding.rule, reason);
      if (!harmless.has(reason)) {
        goesOn = true;
        if (stillAt === undefined || stillAt < finding.at) stillAt = finding.at;
      }
      continue;
    }
    counts[finding.rule] = (counts[finding.rule] ?? 0) + 1;
    stories.add(storyOf(finding));
    told.push(finding);
  }

  const learnt = programs.size > before.programs.length;
  if (told.length === 0 && !learnt && Object.keys(dropped).length === 0) return { told, dropped, next: undefined };
  const next: Heard = {
    ...before,
    version: before.version + 1,
    told: counts,
    dropped: counted,
    kept: before.kept + told.length,
    stories: [...stories].slice(-mostRemembered),
    programs: [...programs],
    ...(stillAt === undefined ? {} : { stillAt }),
  };
  return { told, dropped, next, ...(goesOn && stillAt !== undefined ? { stillAt } : {}) };
};

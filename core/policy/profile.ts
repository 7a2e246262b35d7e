import * as z from 'zod';
import { Wanted } from '../evidence/wanted.ts';
import { alarmKinds } from '../incident/alarm.ts';
import { reviewSections } from '../knowledge/weekly/sections.ts';
import { roles } from './roster.ts';

export const profileId = z.string().regex(/^[a-z][a-z0-9-]*$/);

/** The profile of a runbook that names none. */
export const defaultProfile = 'reliability';

/** What a runbook can have read: the fields of `evidence`. */
const Collector = Wanted.keyof();
export type Collector = z.infer<typeof Collector>;
export const collectors = Collector.options;

const names = z.array(z.string().min(1).max(256)).default([]);

/**
 * What a kind of looking-after is allowed to do (`layers/policy/profiles/*.yaml`). Every default permits nothing: a profile
 * that only says its title has no source, reads nothing, offers nothing and asks nobody.
 */
export const Profile = z.strictObject({
  title: z.string().min(1).max(256),
  /** Alarms that its runbooks may be for: how they came, and the namespace of what they watch. */
  sources: z.strictObject({ kinds: z.array(z.enum(alarmKinds)).default([]), namespaces: names }).prefault({}),
  collectors: z.array(Collector).default([]),
  /** A file of `prompts/`. */
  prompt: profileId.default('diagnosis'),
  /** Ids of the catalogue. */
  actions: names,
  /** `lower`: no size may grow, and nothing be changed that has none. */
  direction: z.enum(['lower', 'any']).default('lower'),
  /** Who may decide, beside what Cedar says: in one of these roles and of one of these teams; `*` is any team. */
  approvers: z.strictObject({ roles: z.array(z.enum(roles)).default([]), teams: names }).prefault({}),
  /** Its part of the weekly review. */
  review: z.array(z.enum(reviewSections)).default([]),
});
export type Profile = z.infer<typeof Profile>;

export type Profiles = Readonly<Record<string, Profile>>;

/** The profile of this id; of none, the default one. Undefined for one that the layer does not have. */
export const profileOf = (profiles: Profiles, id: string = defaultProfile): Profile | undefined =>
  Object.hasOwn(profiles, id) ? profiles[id] : undefined;

import * as z from 'zod';
import type { Lived } from './lived.ts';
import { reviewSections, type ReviewSection } from './sections.ts';

const Row = z.strictObject({ what: z.string(), count: z.int().nonnegative(), detail: z.string() });
export type Row = z.infer<typeof Row>;

/** The review of a week: what it found, section by section, the most frequent first. */
export const WeeklyReview = z.strictObject({
  version: z.literal(1),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  incidents: z.int().nonnegative(),
  /** More incidents ended than were read. */
  incomplete: z.boolean(),
  sections: z.array(z.strictObject({ section: z.enum(reviewSections), rows: z.array(Row) })),
});
export type WeeklyReview = z.infer<typeof WeeklyReview>;

/** What stands in a section; a person reads it on one page. */
const mostRows = 20;
/** An alarm that opened so many incidents in a week is noisy. */
const noisyFrom = 5;
/** One that so often ended without anything for anybody to do asks to be mended. */
const neverActionableFrom = 3;
/** A fix that did not last so long cured a symptom. */
const lastsMs = 3 * 86_400_000;
/** Nobody reads a change, its risk and its evidence in less. */
export const quickSeconds = 20;

const notActionable: ReadonlySet<string> = new Set(['report_only', 'self_recovered']);

const groups = <T>(all: readonly T[], by: (one: T) => string | undefined): Map<string, T[]> => {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const key = by(one);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
};

const ordered = (rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1)).slice(0, mostRows);

const recurringCauses = (all: readonly Lived[]): Row[] =>
  [...groups(all, ({ category, scope }) => (category === undefined ? undefined : `${category} at ${scope}`))]
    .filter(([, some]) => some.length > 1)
    .map(([what, some]) => ({ what, count: some.length, detail: `last ${some.at(-1)?.id ?? ''}` }));

const noisyAlarms = (all: readonly Lived[]): Row[] =>
  [...groups(all, ({ alarm }) => alarm)].flatMap(([what, some]) => {
    const idle = some.filter(({ status }) => notActionable.has(status)).length;
    const never = idle === some.length && idle >= neverActionableFrom;
    if (!never && some.length < noisyFrom) return [];
    return [{ what, count: some.length, detail: never ? 'never actionable' : `${idle} of them not actionable` }];
  });

const unmatchedRunbooks = (all: readonly Lived[], runbooks: readonly string[]): Row[] => {
  const matched = new Set(all.map(({ runbook }) => runbook));
  return runbooks
    .filter((id) => !matched.has(id))
    .map((what) => ({ what, count: 0, detail: 'no incident of this week was of it' }));
};

const shortLivedFixes = (all: readonly Lived[]): Row[] => {
  const again = all.flatMap((one) => {
    const fixed = all.find(
      (earlier) =>
        earlier.status === 'resolved' &&
        earlier.scope === one.scope &&
        earlier.category !== undefined &&
        earlier.category === one.category &&
        one.openedAt > earlier.endedAt &&
        one.openedAt.getTime() - earlier.endedAt.getTime() <= lastsMs,
    );
    return fixed === undefined ? [] : [{ what: `${one.category ?? ''} at ${one.scope}`, fixed: fixed.id, by: one.id }];
  });
  return [...groups(again, ({ what }) => what)].map(([what, some]) => ({
    what,
    count: some.length,
    detail: some
      .map(({ fixed, by }) => `${fixed} then ${by}`)
      .slice(0, 3)
      .join('; '),
  }));
};

const quickDecisions = (all: readonly Lived[]): Row[] => {
  const quick = all.flatMap(({ id, decided }) =>
    decided.filter(({ seconds }) => seconds < quickSeconds).map((one) => ({ ...one, id })),
  );
  return [...groups(quick, ({ by }) => by)].map(([what, some]) => ({
    what,
    count: some.length,
    detail: some
      .slice(0, 3)
      .map(({ id, seconds }) => `${id} after ${seconds} s`)
      .join('; '),
  }));
};

const tokenCost = (all: readonly Lived[]): Row[] =>
  [
    ...groups(
      all.filter(({ cost }) => cost !== undefined),
      ({ category }) => category ?? 'no cause',
    ),
  ].map(([what, some]) => {
    const sum = (of: (one: Lived) => number): number => some.reduce((total, one) => total + of(one), 0);
    const tokens = sum(({ cost }) => (cost?.inputTokens ?? 0) + (cost?.outputTokens ?? 0));
    return {
      what,
      count: tokens,
      detail: `$${sum(({ cost }) => cost?.usd ?? 0).toFixed(4)} in ${some.length} incidents`,
    };
  });

export type Week = {
  from: Date;
  to: Date;
  incomplete: boolean;
  incidents: readonly Lived[];
  /** Ids of the policy layer. */
  runbooks: readonly string[];
  /** Those that a profile names. */
  sections: readonly ReviewSection[];
};

/** The review of a week, from its incidents alone. Pure; whoever reads too few of them says so in `incomplete`. */
export const weeklyReview = ({ from, to, incomplete, incidents, runbooks, sections }: Week): WeeklyReview => {
  const all = incidents.toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
  const rows: Record<ReviewSection, () => Row[]> = {
    'recurring-causes': () => recurringCauses(all),
    'noisy-alarms': () => noisyAlarms(all),
    'unmatched-runbooks': () => unmatchedRunbooks(all, runbooks),
    'short-lived-fixes': () => shortLivedFixes(all),
    'quick-decisions': () => quickDecisions(all),
    'token-cost': () => tokenCost(all),
  };
  return {
    version: 1,
    from: from.toISOString(),
    to: to.toISOString(),
    incidents: all.length,
    incomplete,
    sections: reviewSections
      .filter((section) => sections.includes(section))
      .map((section) => ({ section, rows: ordered(rows[section]()) })),
  };
};

import * as z from 'zod';
import { plainValue } from '../../../core/approval/plain-value.ts';
import { json } from '../../../core/approval/http/respond.ts';
import { keys } from '../../../core/incident/keys.ts';
import { WeeklyReview } from '../../../core/knowledge/weekly/review.ts';
import { lastMondays, Week } from '../../../core/knowledge/weekly/week.ts';
import { mayRead } from '../../../core/policy/may-read.ts';
import { weeklyMarkdown } from '../../../core/report/weekly/markdown.ts';
import { operation, outcome } from './operation.ts';

const Body = z.strictObject({ week: Week.optional() });
const Stored = z.object({ body: z.object({ review: WeeklyReview }) });

/** What is read to find the newest: before six o'clock on a Monday it is a week old, and the timekeeper may have missed one. */
const weeksBack = 5;

/**
 * The review of a week, or the newest of the last five. It tells of incidents of all teams: whoever is shown it may read a
 * resource that belongs to none, which a guest may only with all teams. The Markdown is made anew of the stored data, cleaned
 * and escaped: what somebody wrote into the table as Markdown reaches no terminal.
 */
export const weekly = operation(Body, async ({ table, policy, now }, who, { week }) => {
  if (!mayRead(policy, who, { kind: 'WeeklyReview', name: week ?? 'newest' })) {
    return outcome('not-permitted', 'the weekly review tells of all teams: you may read only what is of yours');
  }
  const wanted = week === undefined ? lastMondays(now(), weeksBack) : [week];
  const items = await table.getAll(wanted.map(keys.weekly));
  const found = wanted.find((_, n) => items[n] !== undefined);
  if (found === undefined) {
    const when = week === undefined ? `the last ${weeksBack} weeks` : `Monday ${week}`;
    return outcome('unknown', `no review of ${when}: it is written on Monday at 06:00 UTC and kept for 90 days`);
  }
  const stored = Stored.safeParse(items[wanted.indexOf(found)]);
  if (!stored.success)
    return outcome('refused', `the review of Monday ${found} cannot be read: it was not written as it must be`);
  const review = WeeklyReview.parse(plainValue(stored.data.body.review));
  return json(200, { week: found, review, markdown: weeklyMarkdown(review) });
});

import { describe, expect, it } from 'vitest';
import type { Lived } from '../../../core/knowledge/weekly/lived.ts';
import { weeklyMarkdown } from '../../../core/report/weekly/markdown.ts';
import { type Row, weeklyReview, WeeklyReview } from '../../../core/knowledge/weekly/review.ts';
import { type ReviewSection, reviewSections } from '../../../core/knowledge/weekly/sections.ts';
import { reviewedNow } from '../../../core/knowledge/weekly/when.ts';

const monday = new Date('2026-11-23T06:00:00.000Z');
const hours = (count: number): Date => new Date(monday.getTime() - count * 3_600_000);

/** An incident that was opened so many hours before the review and resolved half an hour later. */
const lived = (id: string, ago: number, change: Partial<Lived> = {}): Lived => ({
  id,
  alarm: 'a1',
  scope: 'Deployment/checkout/basket',
  runbook: 'eks-oomkilled',
  status: 'resolved',
  openedAt: hours(ago),
  endedAt: hours(ago - 0.5),
  category: 'oom_killed',
  cost: undefined,
  decided: [],
  ...change,
});

const reviewOf = (incidents: readonly Lived[], sections: readonly ReviewSection[] = reviewSections) =>
  weeklyReview({
    from: hours(168),
    to: monday,
    incomplete: false,
    incidents,
    runbooks: ['eks-oomkilled', 'rds-storage-low'],
    sections,
  });
const rows = (section: ReviewSection, incidents: readonly Lived[]): Row[] | undefined =>
  reviewOf(incidents).sections.find((one) => one.section === section)?.rows;

const many = (count: number, change: (n: number) => Partial<Lived>): Lived[] =>
  Array.from({ length: count }, (_, n) => lived(`inc-${n}`, 100 - n, change(n)));

describe('the review of a week', () => {
  it.each<[what: string, ReviewSection, Lived[], Row[]]>([
    [
      'a cause that came back to the same resource, and not one at another',
      'recurring-causes',
      [lived('inc-a', 90), lived('inc-b', 10), lived('inc-c', 5, { scope: 'Deployment/checkout/other' })],
      [{ what: 'oom_killed at Deployment/checkout/basket', count: 2, detail: 'last inc-b' }],
    ],
    ['no cause', 'recurring-causes', many(3, () => ({ category: undefined })), []],
    [
      'an alarm with which nobody ever had to do anything',
      'noisy-alarms',
      many(3, (n) => ({ status: n === 0 ? 'self_recovered' : 'report_only' })),
      [{ what: 'a1', count: 3, detail: 'never actionable' }],
    ],
    ['one that was idle twice only', 'noisy-alarms', many(2, () => ({ status: 'report_only' })), []],
    ['one that was of use once', 'noisy-alarms', many(4, (n) => (n === 0 ? {} : { status: 'report_only' })), []],
    [
      'a noisy one',
      'noisy-alarms',
      many(5, (n) => (n < 2 ? { status: 'report_only' } : {})),
      [{ what: 'a1', count: 5, detail: '2 of them not actionable' }],
    ],
    [
      'a runbook that nothing was of',
      'unmatched-runbooks',
      [lived('inc-a', 1)],
      [{ what: 'rds-storage-low', count: 0, detail: 'no incident of this week was of it' }],
    ],
    [
      'a fix that lasted two days',
      'short-lived-fixes',
      [lived('inc-b', 10), lived('inc-a', 58)],
      [{ what: 'oom_killed at Deployment/checkout/basket', count: 1, detail: 'inc-a then inc-b' }],
    ],
    ['one that lasted four', 'short-lived-fixes', [lived('inc-b', 10), lived('inc-a', 107)], []],
    ['one that was none', 'short-lived-fixes', [lived('inc-b', 10), lived('inc-a', 58, { status: 'rejected' })], []],
    [
      'another cause',
      'short-lived-fixes',
      [lived('inc-b', 10, { category: 'bad_deployment' }), lived('inc-a', 58)],
      [],
    ],
    [
      'a decision within seconds',
      'quick-decisions',
      [
        lived('inc-a', 9, {
          decided: [
            { by: 'alice', seconds: 4 },
            { by: 'bob', seconds: 20 },
          ],
        }),
      ],
      [{ what: 'alice', count: 1, detail: 'inc-a after 4 s' }],
    ],
    [
      'what the model cost, by cause',
      'token-cost',
      [
        lived('inc-a', 9, { cost: { inputTokens: 2000, outputTokens: 500, usd: 0.004 } }),
        lived('inc-b', 8, { cost: { inputTokens: 1000, outputTokens: 0, usd: 0.001 } }),
        lived('inc-c', 7, { category: undefined, cost: { inputTokens: 1, outputTokens: 1, usd: 0 } }),
        lived('inc-d', 6),
      ],
      [
        { what: 'oom_killed', count: 3500, detail: '$0.0050 in 2 incidents' },
        { what: 'no cause', count: 2, detail: '$0.0000 in 1 incidents' },
      ],
    ],
  ])('finds %s', (_what, section, incidents, expected) => {
    expect(rows(section, incidents)).toEqual(expected);
  });

  it('has the sections that a profile names, and parses as it is stored', () => {
    const review = reviewOf([lived('inc-a', 3)], ['token-cost']);
    expect(review.sections.map(({ section }) => section)).toEqual(['token-cost']);
    expect(WeeklyReview.parse(JSON.parse(JSON.stringify(review)))).toEqual(review);
  });

  it('names at most twenty of a kind, the most frequent first', () => {
    const incidents = Array.from({ length: 30 }, (_, n) => [
      lived(`inc-${n}-a`, 90, { scope: `s${n}` }),
      lived(`inc-${n}-b`, 9, { scope: `s${n}` }),
    ]).flat();
    const found = rows('recurring-causes', [...incidents, lived('inc-more', 1, { scope: 's29' })]);
    expect(found).toHaveLength(20);
    expect(found?.[0]).toMatchObject({ what: 'oom_killed at s29', count: 3 });
  });
});

describe('as Markdown', () => {
  it('has each section, and says that nothing was found or that it is cut', () => {
    const text = weeklyMarkdown({ ...reviewOf([]), incomplete: true });
    expect(text).toContain('# Review of the week from 2026-11-16 to 2026-11-23');
    expect(text).toContain('More incidents ended than were read');
    expect(text.match(/^## /gm)).toHaveLength(6);
    expect(text).toContain('## Fixes that did not last\n\nNone.');
  });

  it('makes nothing of what somebody wrote into a name', () => {
    const alarm = '</code><script> [x](https://evil.example) @all `';
    const text = weeklyMarkdown(reviewOf(many(3, () => ({ alarm, status: 'report_only' }))));
    expect(text).not.toMatch(/<script>|https:\/\/evil/);
  });
});

describe('the week that is reviewed', () => {
  it.each([
    ['2026-11-23T06:00:00Z', '2026-11-23'],
    ['2026-11-23T06:09:59Z', '2026-11-23'],
    ['2026-11-23T06:10:00Z', undefined],
    ['2026-11-23T05:59:59Z', undefined],
    ['2026-11-24T06:00:00Z', undefined],
  ])('at %s is %s', (at, id) => {
    const week = reviewedNow(new Date(at));
    expect(week?.id).toBe(id);
    if (week !== undefined) expect(week.from.toISOString()).toBe('2026-11-16T06:00:00.000Z');
  });
});

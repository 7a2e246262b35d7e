import { describe, expect, it } from 'vitest';
import type { Series } from '../../../core/evidence/ports.ts';
import type { ExpectedState } from '../../../core/remediation/proposal.ts';
import { judge, Validation } from '../../../core/remediation/validation.ts';
import { later } from '../../support/incident.ts';
import { proposal } from '../../support/proposal.ts';

const executedAt = later(0);
const base = proposal().expected;
const [p99] = base.metrics;
if (p99 === undefined) throw new Error('no metric');
const kills = { ...p99, id: 'kills', stat: 'Sum', threshold: 1, absence: 'zero' as const, liveness: 'p99' };
const expected: ExpectedState = { ...base, metrics: [p99, kills] };

/** One value a minute from ten minutes before the change. */
const series = (id: string, value: (minute: number) => number | undefined): Series => ({
  id,
  points: Array.from({ length: 22 }, (_, n) => n - 10).flatMap((minute) => {
    const v = value(minute);
    return v === undefined ? [] : [{ at: later(minute * 60), value: v }];
  }),
});
const fast = series('p99', (minute) => (minute < 0 ? 900 : 120));
const slow = series('p99', () => 900);

const outcome = (data: Series[], alarm: string, seconds: number) => {
  const judgement = judge(expected, data, alarm, executedAt, later(seconds));
  return judgement.kind === 'waiting' ? 'waiting' : judgement.validation.outcome;
};

describe('validation', () => {
  it.each<[string, Series[], string, number, string]>([
    ['good for the whole stable window', [fast], 'OK', 120, 'verified'],
    ['good but not for long enough', [fast], 'OK', 119, 'waiting'],
    ['good metrics under a firing alarm', [fast], 'ALARM', 300, 'waiting'],
    ['good metrics under a firing alarm to the end', [fast], 'ALARM', 600, 'failed'],
    ['bad metrics and time left', [slow], 'OK', 599, 'waiting'],
    ['bad metrics to the end', [slow], 'OK', 600, 'failed'],
    ['kills that go on', [fast, series('kills', () => 2)], 'OK', 600, 'failed'],
    ['no data at all', [], 'OK', 600, 'inconclusive'],
    ['no data of the alarm', [fast], 'INSUFFICIENT_DATA', 600, 'inconclusive'],
    ['an alarm that does not exist', [fast], 'missing', 600, 'inconclusive'],
    ['data that ended with the change', [series('p99', (m) => (m < 0 ? 120 : undefined))], 'OK', 600, 'inconclusive'],
    ['recovered late', [series('p99', (m) => (m < 5 ? 900 : 120))], 'OK', 420, 'verified'],
  ])('%s is %s', (_what, data, alarm, seconds, wanted) => expect(outcome(data, alarm, seconds)).toBe(wanted));

  it('believes the absence of an event counter only while its liveness metric has data', () => {
    const judgement = judge(expected, [fast], 'OK', executedAt, later(180));
    expect(judgement).toMatchObject({
      kind: 'judged',
      validation: { after: { p99: 120, kills: 0 }, before: { p99: 900 } },
    });
    expect(outcome([series('p99', (m) => (m < 1 ? 120 : undefined))], 'OK', 600)).toBe('inconclusive');
  });
});

describe('what a change is judged by', () => {
  const only = (metric: typeof p99): ExpectedState => ({ ...base, metrics: [metric] });
  const point = (id: string, ...values: [number, number][]): Series => ({
    id,
    points: values.map(([seconds, value]) => ({ at: later(seconds), value })),
  });
  const judged = (state: ExpectedState, data: Series[], seconds = 600, alarm = 'OK') => {
    const judgement = judge(state, data, alarm, executedAt, later(seconds));
    if (judgement.kind === 'waiting') throw new Error('still waiting');
    return judgement.validation;
  };

  it('is told whole', () => {
    expect(judged(expected, [fast], 180)).toEqual({
      outcome: 'verified',
      before: { p99: 900, kills: null },
      after: { p99: 120, kills: 0 },
      alarm: 'OK',
      checks: [
        { id: 'p99', before: 900, after: 120, comparison: 'below', threshold: 200, verdict: 'met' },
        { id: 'kills', before: null, after: 0, comparison: 'below', threshold: 1, verdict: 'met' },
      ],
    });
  });

  it.each([
    ['below', 'the highest', 150, 'verified'],
    ['above', 'the lowest', 100, 'failed'],
  ] as const)('is what is worst for %s: %s', (comparison, _which, after, end) => {
    const data = [point('p99', [-60, 5], [-30, 9], [500, 100], [540, 150], [580, 120])];
    const found = judged(only({ ...p99, comparison, threshold: comparison === 'below' ? 200 : 120 }), data);
    expect(found).toMatchObject({ outcome: end, after: { p99: after } });
    expect(found.before).toEqual({ p99: comparison === 'below' ? 9 : 5 });
  });

  it.each([
    ['below', 200, 'missed'],
    ['below', 199, 'met'],
    ['above', 200, 'missed'],
    ['above', 201, 'met'],
  ] as const)('is not met at its threshold: %s, with %i', (comparison, value, verdict) => {
    const found = judged(only({ ...p99, comparison }), [point('p99', [500, value])]);
    expect(found.checks).toMatchObject([{ verdict }]);
  });

  it('is in the stable window before the change and in the last one, each with its beginning and without its end', () => {
    const edges = point('p99', [-121, 9], [-120, 5], [-1, 3], [0, 700], [479, 900], [480, 8], [599, 6], [600, 800]);
    expect(judged(only(p99), [edges])).toMatchObject({ outcome: 'verified', before: { p99: 5 }, after: { p99: 8 } });
    const early = point('p99', [-1, 900], [0, 6], [119, 7], [120, 900]);
    expect(judged(only(p99), [early], 120)).toMatchObject({ before: { p99: 900 }, after: { p99: 7 } });
  });

  it.each([
    ['zero', 'p99', [480], 'verified', 0],
    ['zero', 'p99', [479], 'inconclusive', null],
    ['zero', undefined, [], 'verified', 0],
    ['unknown', undefined, [], 'inconclusive', null],
    ['unknown', 'p99', [500], 'inconclusive', null],
  ] as const)('is absent: %s, alive by %s at %j, is %s', (absence, liveness, alive, end, after) => {
    const { liveness: _none, ...metric } = { ...kills, absence };
    const state = only(liveness === undefined ? metric : { ...metric, liveness });
    const data = alive.map((second) => point('p99', [second, 1]));
    expect(judged(state, data)).toMatchObject({ outcome: end, after: { kills: after } });
  });

  it.each([
    ['ALARM', 'failed'],
    ['INSUFFICIENT_DATA', 'inconclusive'],
  ])('is not enough under an alarm in %s', (alarm, end) =>
    expect(judged(only(p99), [fast], 600, alarm)).toMatchObject({ outcome: end, alarm }),
  );

  it('can be written down and read again, whatever it came to', () => {
    const above = only({ ...p99, comparison: 'above' });
    const found = [
      judged(expected, [fast]),
      judged(above, [slow]),
      judged(above, [point('p99', [500, 1])]),
      judged(above, []),
    ];
    expect(found.map(({ outcome, checks }) => [outcome, checks[0]?.verdict])).toEqual([
      ['verified', 'met'],
      ['verified', 'met'],
      ['failed', 'missed'],
      ['inconclusive', 'unknown'],
    ]);
    for (const one of found) expect(Validation.parse(one)).toEqual(one);
  });

  it('is known to be bad where one of two is, and the other is unknown', () => {
    expect(judged({ ...base, metrics: [p99, { ...p99, id: 'gone' }] }, [slow]).outcome).toBe('failed');
    expect(judged({ ...base, metrics: [p99, { ...p99, id: 'gone' }] }, [fast]).outcome).toBe('inconclusive');
  });
});

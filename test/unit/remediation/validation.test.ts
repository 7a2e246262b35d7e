import { describe, expect, it } from 'vitest';
import type { Series } from '../../../core/evidence/ports.ts';
import type { ExpectedState } from '../../../core/remediation/proposal.ts';
import { judge } from '../../../core/remediation/validation.ts';
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

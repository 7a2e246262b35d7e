import { describe, expect, it } from 'vitest';
import { Policy } from '../../../core/policy/policy.ts';
import { windowForbids } from '../../../core/policy/window.ts';

const calendar = (changeWindows: unknown[], freezes: unknown[] = []) => Policy.parse({ changeWindows, freezes });
const at = (time: string) => new Date(`2026-11-${time}Z`);
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
const hours = calendar([{ days: weekdays, from: '08:00', to: '18:00' }]);
const night = calendar([{ days: ['sat'], from: '22:00', to: '02:30' }]);
const always = calendar([{ days: ['sun', ...weekdays, 'sat'], from: '00:00', to: '24:00' }]);

// 2026-11-20 is a Friday.
describe('a change window', () => {
  it.each<[string, Policy, string, boolean]>([
    ['a minute before it opens', hours, '20T07:59:59.999', false],
    ['when it opens', hours, '20T08:00:00.000', true],
    ['in its last millisecond', hours, '20T17:59:59.999', true],
    ['when it closes', hours, '20T18:00:00.000', false],
    ['on a day that it does not name', hours, '21T12:00:00.000', false],
    ['before midnight, of one that goes beyond', night, '21T22:00:00.000', true],
    ['after midnight, of one that began the day before', night, '22T02:29:59.999', true],
    ['when that one closes', night, '22T02:30:00.000', false],
    ['after midnight of its first day', night, '21T01:00:00.000', false],
    ['on the evening of the day on which it ends', night, '22T23:00:00.000', false],
    ['in the last millisecond of a whole day', always, '22T23:59:59.999', true],
    ['in the first of one', always, '22T00:00:00.000', true],
  ])('%s: %#', (_when, policy, time, open) => expect(windowForbids(policy, at(time)) === undefined).toBe(open));

  it('is never, where there is none', () =>
    expect(windowForbids(Policy.parse({}), at('20T12:00:00.000'))).toBe(
      'fri 2026-11-20T12:00Z is in no change window (UTC: none)',
    ));

  it('says what there is, when none is open', () =>
    expect(windowForbids(hours, at('21T12:00:00.000'))).toBe(
      'sat 2026-11-21T12:00Z is in no change window (UTC: mon, tue, wed, thu, fri 08:00-18:00)',
    ));
});

describe('a freeze', () => {
  const frozen = calendar(always.changeWindows, [
    { from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z', reason: 'black friday' },
  ]);
  it.each<[string, string, boolean]>([
    ['before it', '20T09:59:59.999', true],
    ['when it begins', '20T10:00:00.000', false],
    ['in its last millisecond', '20T10:59:59.999', false],
    ['when it is over', '20T11:00:00.000', true],
  ])('closes every window: %s', (_when, time, open) =>
    expect(windowForbids(frozen, at(time)) === undefined).toBe(open),
  );

  it('says until when and why', () =>
    expect(windowForbids(frozen, at('20T10:30:00.000'))).toBe(
      'changes are frozen until 2026-11-20T11:00:00Z: black friday',
    ));
});

describe('a calendar with a mistake is refused', () => {
  it.each<[string, unknown[], unknown[]]>([
    ['no day', [{ days: [], from: '08:00', to: '18:00' }], []],
    ['a day that is none', [{ days: ['monday'], from: '08:00', to: '18:00' }], []],
    ['a time that is none', [{ days: ['mon'], from: '8:00', to: '18:00' }], []],
    ['a beginning at 24:00', [{ days: ['mon'], from: '24:00', to: '18:00' }], []],
    ['a window of no length', [{ days: ['mon'], from: '08:00', to: '08:00' }], []],
    ['a field that is not known', [{ days: ['mon'], from: '08:00', to: '09:00', zone: 'CET' }], []],
    [
      'a freeze that ends before it begins',
      [],
      [{ from: '2026-11-20T10:00:00Z', to: '2026-11-20T09:00:00Z', reason: 'x' }],
    ],
    ['a freeze without a reason', [], [{ from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z', reason: '' }]],
    ['a freeze in local time', [], [{ from: '2026-11-20T10:00:00', to: '2026-11-20T11:00:00Z', reason: 'x' }]],
  ])('%s', (_what, changeWindows, freezes) => expect(Policy.safeParse({ changeWindows, freezes }).success).toBe(false));
});

import { describe, expect, it } from 'vitest';
import { Policy } from '../../../core/policy/policy.ts';
import { windowForbids } from '../../../core/policy/window.ts';
import { isOpenAt } from './windows.ts';

const windows: Policy['changeWindows'][] = [
  [],
  [{ days: ['mon', 'wed'], from: '08:00', to: '16:30' }],
  [{ days: ['sat'], from: '22:00', to: '04:00' }],
  [{ days: ['sun'], from: '00:00', to: '24:00' }],
];
const freezes = [{ from: '2026-03-04T10:00:00Z', to: '2026-03-05T09:00:00Z', reason: 'a fair' }];

describe('what the invariants hold for open', () => {
  it.each(windows)('is what the executor holds for open, all week long: %#', (...changeWindows) => {
    const policy = Policy.parse({ changeWindows, freezes });
    const differing: string[] = [];
    for (let at = Date.parse('2026-03-01T00:00:00Z'); at < Date.parse('2026-03-09T00:00:00Z'); at += 15 * 60_000) {
      const moment = new Date(at);
      if (isOpenAt(policy, moment) !== (windowForbids(policy, moment) === undefined))
        differing.push(moment.toISOString());
    }
    expect(differing).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { simulate } from './harness.ts';
import type { Mishap } from './mishap.ts';
import { scheduleTelling } from './schedule.ts';

const playing = (story: string, ...mishaps: Mishap[]) => simulate({ ...scheduleTelling(story), mishaps });

describe('a run', () => {
  it('waits for an incident that a late flap opens, too', async () => {
    // The fifth status of a story in which nobody decides: expired.
    const flap: Mishap = { of: 'event', where: 'alarm', number: 4, kind: 'flaps', ms: 1_500_000 };
    const { violations, statuses } = await playing('nobody decides', flap);
    expect(violations).toEqual([]);
    expect(statuses).toEqual(['expired', 'expired']);
  });

  it.each([
    ['analyzer', 'report_only'],
    ['executor', 'refused'],
  ] as const)('in which the %s does not start for an hour ends %s', async (name, end) => {
    const down: Mishap = { of: 'outage', where: `function ${name}`, number: 0, from: 0, ms: 3_600_000 };
    const { violations, statuses, mishaps } = await playing('approved', down);
    expect(mishaps).toEqual([down]);
    expect(violations).toEqual([]);
    expect(statuses).toEqual([end]);
  });
});

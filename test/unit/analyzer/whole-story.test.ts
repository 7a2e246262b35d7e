import { describe, expect, it } from 'vitest';
import { event, opened, world } from './stage.ts';
import { start } from '../../support/incident.ts';

const waitedOf = async (kind: 'metric' | 'runtime' | 'guardduty', openedMsAgo: number): Promise<number[]> => {
  const waited: number[] = [];
  const stored = {
    ...opened,
    alarm: { ...opened.alarm, kind },
    openedAt: new Date(start.getTime() - openedMsAgo).toISOString(),
  };
  const over = { now: () => start, sleep: async (ms: number) => void waited.push(ms) };
  const { handle } = await world(over, stored);
  await handle(event);
  return waited;
};

describe('the wait for the whole story', () => {
  it.each<[string, 'metric' | 'runtime' | 'guardduty', number, number[]]>([
    ['waits once for what is left of 20 seconds', 'runtime', 3_000, [17_000]],
    ['does not wait where they are over', 'runtime', 20_000, []],
    ['waits no longer where the incident seems to be of tomorrow', 'runtime', -86_400_000, [20_000]],
    ['does not wait for an alarm of CloudWatch', 'metric', 0, []],
    ['does not wait for GuardDuty', 'guardduty', 0, []],
  ])('%s', async (_what, kind, ago, expected) => {
    expect(await waitedOf(kind, ago)).toEqual(expected);
  });
});

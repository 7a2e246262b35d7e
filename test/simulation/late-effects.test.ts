import { describe, expect, it } from 'vitest';
import { simulate } from './harness.ts';
import type { Mishap } from './mishap.ts';
import { scheduleOf } from './schedule.ts';
import { stories } from './stories.ts';

/** The run in which the answer to the executor's first call of this name is lost, and the provider shows the change late. */
const lateAfter = async (story: string, name: string) => {
  const seed = stories.findIndex((one) => one.name === story);
  const [, provider = ''] = name.split('.');
  for (let call = 10; call < 30; call += 1) {
    const lost: Mishap = { of: 'call', where: 'executor', number: 0, call, name, kind: 'timeout done', ms: 1 };
    const late: Mishap = { of: 'lag', where: provider, number: 0, ms: 5000 };
    const run = await simulate({ ...scheduleOf(seed), mishaps: [lost, late] });
    if (run.mishaps.some((one) => one.of === 'call' && one.name === name)) return run;
  }
  throw new Error(`the executor never calls ${name}`);
};

describe('a change whose answer is lost and that shows seconds later', () => {
  it.each([
    ['more tasks for an ECS service', 'session.ecs.setDesiredCount'],
    ['an ECS version that fails', 'session.ecs.setTaskDefinition'],
    ['a function that is throttled', 'session.lambda.setReservedConcurrency'],
  ])('is found in %s', async (story, name) => {
    const { violations, statuses } = await lateAfter(story, name);
    expect(violations).toEqual([]);
    expect(statuses).toEqual(['resolved']);
  });
});

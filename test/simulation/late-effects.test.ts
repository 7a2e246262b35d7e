import { describe, expect, it } from 'vitest';
import { simulate } from './harness.ts';
import type { Mishap } from './mishap.ts';
import { scheduleTelling } from './schedule.ts';

/** Of the executor's calls all but the first ones, where it makes its changes. */
const places = Array.from({ length: 20 }, (_, n) => n + 10);
const slowly = (call: number): Mishap => ({
  of: 'call',
  where: 'executor',
  number: 0,
  call,
  name: '',
  kind: 'slow',
  ms: 1,
});

/** The run in which the answer to the executor's first call of this name is lost, and the provider shows the change late. */
const lateAfter = async (story: string, name: string) => {
  const schedule = scheduleTelling(story);
  // A run in which each of its calls takes a moment tells which of them it is.
  const { mishaps } = await simulate({ ...schedule, mishaps: places.map(slowly) });
  const found = mishaps.find((one) => one.of === 'call' && one.name === name);
  if (found?.of !== 'call') throw new Error(`the executor never calls ${name}`);
  const late: Mishap = { of: 'lag', where: name.split('.')[1] ?? '', number: 0, ms: 5000 };
  return simulate({ ...schedule, mishaps: [{ ...found, kind: 'timeout done' }, late] });
};

describe('a change whose answer is lost and that shows seconds later', () => {
  it.each([
    ['more tasks for an ECS service', 'session.ecs.setDesiredCount'],
    ['an ECS version that fails', 'session.ecs.setTaskDefinition'],
    ['a function that is throttled', 'session.lambda.setReservedConcurrency'],
  ])('is found in %s', async (story, name) => {
    const { violations, statuses, mishaps } = await lateAfter(story, name);
    expect(mishaps).toContainEqual(expect.objectContaining({ name, kind: 'timeout done' }));
    expect(violations).toEqual([]);
    expect(statuses).toEqual(['resolved']);
  });
});

import { describe, expect, it } from 'vitest';
import { resized, taskMemory } from '../../../../core/remediation/ecs/task-memory.ts';
import { definition } from '../../../support/ecs.ts';

const wish = {
  family: 'basket',
  memory: { times: 2, atMostMiB: 8192 },
  roles: ['basket-task', 'ecs/basket-execution'],
};
const containers = (...memory: (number | undefined)[]) => ({
  containerDefinitions: memory.map((one, n) => ({ name: `c${n}`, ...(one === undefined ? {} : { memory: one }) })),
});

describe('the memory of a task', () => {
  it.each([
    ['2048', 2048],
    ['1234567', 1_234_567],
    ['12345678', undefined],
    ['2 GB', undefined],
    ['x2048', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %j is %j', (memory, mebibytes) => expect(taskMemory({ ...containers(undefined), memory })).toBe(mebibytes));

  it('grows where at least one container has no limit of its own', () => {
    expect(resized(definition('basket', 1, containers(512, undefined)), wish)).toEqual({
      kind: 'resized',
      memoryMiB: 4096,
    });
    expect(resized(definition('basket', 1, containers(512, 512)), wish)).toMatchObject({
      reason: expect.stringMatching(/^each of its containers has a memory limit of its own/),
    });
  });
});

import { describe, expect, it } from 'vitest';
import { simulate } from './harness.ts';
import type { Mishap } from './mishap.ts';
import { scheduleTelling } from './schedule.ts';
import { beginning } from './setting.ts';

const schedule = { ...scheduleTelling('approved'), restore: 1 };
const slowly = (_: unknown, call: number): Mishap => ({
  of: 'call',
  where: 'executor',
  number: 0,
  call,
  name: '',
  kind: 'slow',
  ms: 1,
});

/** The call with which the executor opens its session, and how long after the begin of the run that is, in ms. */
const opening = async () => {
  // A run in which each of its calls takes a moment tells which of them it is, and when.
  const { mishaps, log } = await simulate({ ...schedule, mishaps: Array.from({ length: 30 }, slowly) });
  const found = mishaps.find((one) => one.of === 'call' && one.name === 'session.open');
  const line = log.find((one) => one.includes('slow session.open'));
  if (found?.of !== 'call' || line === undefined) throw new Error('the executor never opens a session');
  return { found, after: Date.parse(line.slice(0, line.indexOf(' '))) - beginning.getTime() };
};

describe('a table that is restored', () => {
  it('between what the executor read and its session: it had a right to the session, and changes nothing', async () => {
    const { found, after } = await opening();
    const restore: Mishap = { of: 'restore', where: 'table', number: 0, at: after + 2000, back: after + 2000 };
    const run = await simulate({ ...schedule, mishaps: [{ ...found, ms: 5000 }, restore] });
    expect(run.mishaps).toEqual(expect.arrayContaining([expect.objectContaining({ ms: 5000 }), restore]));
    expect(run.violations).toEqual([]);
    expect([...run.sent]).toEqual([]);
  });
});

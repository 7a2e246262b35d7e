import { describe, expect, it } from 'vitest';
import { apiTarget } from './api-target.ts';
import { parseArguments } from './arguments.ts';
import { httpTarget } from './http-target.ts';
import { plants } from './plants.ts';
import { failure, summary } from './print.ts';
import { runTarget } from './run-target.ts';
import { stepTarget } from './step-target.ts';
import type { Target } from './target.ts';
import { targets } from './targets.ts';

/** `npm run hostile` sends many more. */
const sample = 250;
const planted = { inputs: 400, seed: 1 };

describe('bad inputs', () => {
  it.each(targets)('end no process, change nothing and come back in no answer of $name', async (target) => {
    const ran = await runTarget(target, { inputs: sample, seed: 20_261_120 });
    expect(ran.violation).toBeUndefined();
    expect(ran.refused).toBeGreaterThanOrEqual(sample);
    // Of one reason only nothing would have been tried; the timekeeper reads no event at all.
    if (target.name !== 'timekeeper') expect(ran.as.length).toBeGreaterThan(1);
  });
});

describe('a mistake that is planted', () => {
  it.each<[string, (around: (typeof plants)[string]) => Target, RegExp]>([
    ['reflecting', apiTarget, /the answer repeats what was sent/],
    ['writing', apiTarget, /and yet .* BUDGET#SEEN SEEN/],
    ['throwing', apiTarget, /it threw TypeError/],
    ['failing', httpTarget, /500 for a client's fault/],
    ['telling', apiTarget, /a log line or a fact holds a secret|a log line repeats what was sent/],
    ['writing', (around) => stepTarget('executor', around), /and yet .* BUDGET#SEEN SEEN/],
    ['throwing', (around) => stepTarget('analyzer', around), /it threw TypeError/],
  ])('is found: %s', async (name, target, why) => {
    const around = plants[name];
    if (around === undefined) throw new Error(`no plant ${name}`);
    const { violation } = await runTarget(target(around), { ...planted, first: true });
    expect(violation?.why).toMatch(why);
  });

  it('is printed with the shortest input, and the path that leads to it once more', async () => {
    const long: Target = {
      ...stepTarget('executor'),
      open: async () => ({
        send: async (input) =>
          input.includes('zqmarkerqz') ? { kind: 'violation', why: 'no' } : { kind: 'refused', as: 'yes' },
        close: async () => undefined,
      }),
    };
    const ran = await runTarget(long, planted);
    const { violation } = ran;
    if (violation === undefined) throw new Error('nothing found');
    expect(failure(ran)).toContain(`${violation.input}\nonce more: npm run hostile -- --target executor --seed`);
    expect(summary([ran])).toMatch(/^executor +\d+ +0 +1$/m);
    const { seed, path, input } = violation;
    expect((await runTarget(long, { inputs: 1, seed, path })).violation?.input).toBe(input);
  });
});

describe('the flags of npm run hostile', () => {
  it.each([
    [['--inputs', '0'], '--inputs: expected a whole number from 1, found 0'],
    [['--seed', 'x'], '--seed: expected a whole number from 0, found x'],
    [['--target', 'nobody'], '--target: expected one of a, b, found nobody'],
    [['--path', '1:2'], '--path: expected the path of a failing input'],
    [['--what'], "Unknown option '--what'"],
  ])('%j are wrong in one line', (argv, message) => {
    const parsed = parseArguments(argv, ['a', 'b']);
    expect(parsed).toMatchObject({ kind: 'wrong', message: expect.stringContaining(message) });
  });

  it('send a thousand to each target where nothing is said', () => {
    expect(parseArguments([], ['a', 'b'])).toEqual({ kind: 'run', inputs: 1000, seed: 1, targets: ['a', 'b'] });
    expect(parseArguments(['--help'], [])).toEqual({ kind: 'help' });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../local/bench/storm/arguments.ts';
import { playStorm, type Storm, type StormOptions } from '../../local/bench/storm/play.ts';
import { stormText } from '../../local/bench/storm/text.ts';
import { stormPolicy } from '../../local/bench/storm/world.ts';
import { readTemplate } from '../../local/template/read.ts';

const policy = stormPolicy('layers/policy');
const template = readTemplate(readFileSync('template.yaml', 'utf8'));
const play = (change: Partial<StormOptions> = {}): Promise<Storm> =>
  playStorm({ alarms: 120, resources: 8, seed: 1, concurrency: 1000, template, policy, ...change });

describe('a storm of alarms', () => {
  it('leaves no alarm unaccounted for, no budget exceeded, nothing executed and nothing open', async () => {
    const storm = await play({ policy: { ...policy, policy: { ...policy.policy, noticesPerHour: 8 } } });
    expect(storm.problems).toEqual([]);
    const { deliveries, buried, tally } = storm.taken;
    expect([...tally.values()].reduce((sum, one) => sum + one, buried)).toBe(deliveries);
    expect(deliveries).toBeGreaterThan(storm.arrivals);
    // Many alarms of few resources, one after the other well and ill: three incidents a resource, and those without a runbook.
    expect(storm.statuses.length).toBeLessThanOrEqual(8 * 3 + 5);
    expect(storm.gathered).toBeGreaterThan(0);
    expect(storm.firstNotice.atAll).toHaveLength(storm.statuses.length);
    expect(storm.perRecipient.get('bob')).toMatchObject({ notices: 8 });
    expect(stormText(storm)).toContain('every alarm is accounted for, every budget held');
  }, 120_000);

  it('stops the model at its budget and goes on by the rules', async () => {
    const models = { ...policy.models, usdPerHour: 0.03 };
    const { problems, model } = await play({ alarms: 30, policy: { ...policy, models } });
    expect(problems).toEqual([]);
    expect(model.usd).toBeLessThanOrEqual(0.03);
    expect(model.calls).toBeGreaterThan(0);
    expect(model.overBudget).toBeGreaterThan(0);
  }, 120_000);
});

describe('npm run bench:storm', () => {
  it.each([
    [['--alarms', '0'], '--alarms: expected a whole number from 1 to 100000, found 0'],
    [['--resources', 'many'], '--resources: expected a whole number from 1 to 900, found many'],
    [['--storm'], "Unknown option '--storm'"],
  ])('says what is wrong with %j in one line', (argv, message) => {
    expect(parseArguments(argv)).toEqual({ kind: 'wrong', message });
  });

  it('plays ten thousand alarms of two hundred resources where nothing else is said', () => {
    expect(parseArguments([])).toMatchObject({
      kind: 'play',
      alarms: 10_000,
      resources: 200,
      concurrency: 1000,
      seed: 1,
    });
  });
});

import { type Random, seededRandom } from '../../local/engine/random.ts';
import type { EngineEvent } from '../../local/engine/types.ts';
import type { Unkindness } from './faults.ts';
import type { Mishap } from './mishap.ts';
import type { Delivery } from './network.ts';
import { stepIn } from './step-of.ts';
import { stories } from './stories.ts';
import type { Story } from './story.ts';

/** Everything about a run that is not the code under test. One seed, one schedule. */
export type Schedule = {
  seed: number;
  story: Story;
  delivery: Delivery;
  unkindness: Unkindness;
  /** How likely an operator, somebody else and an alarm each do something besides at a new status. */
  events: number;
  /** How likely a provider does not show a change at once. */
  lag: number;
  /** How likely the archive of the bus is replayed. */
  replay: number;
  /** How likely the table is restored to an earlier point. */
  restore: number;
  /** Whether an hour goes by after the end in which nothing happens but what recurs. */
  idles: boolean;
  /** Where they are given, exactly these go wrong and nothing is drawn. */
  mishaps?: readonly Mishap[];
};

/** Where it matters most, and where there is most to hit; a function that starts each minute is hit less often. */
const aims = {
  executor: { hit: 0.8, atMost: 6 },
  rollback: { hit: 0.8, atMost: 6 },
  validator: { hit: 0.5, atMost: 4 },
  analyzer: { hit: 0.6, atMost: 6, atOnce: 3 },
  proposer: { hit: 0.6, atMost: 4 },
  notifier: { hit: 0.6, atMost: 8 },
  'approval-api': { hit: 0.4, atMost: 4 },
  auditor: { hit: 0.2, atMost: 8, slow: 0.3 },
  timekeeper: { hit: 0.25, atMost: 8, slow: 0.1 },
  // Two failures leave Lambda's third try: an alarm that was never taken in would leave nothing to simulate.
  'alarm-handler': { hit: 0.5, atMost: 2 },
};

/** The same story on a day on which nothing goes wrong. */
export const calm = (schedule: Schedule): Schedule => ({ ...schedule, mishaps: [] });

const range = (random: Random, from: number, to: number): number => from + random.next() * (to - from);

/** The seeds that tell a story, the first of them; throws for a name that no story has. */
export const seedsOf = (name: string, count = 1): number[] => {
  const first = stories.findIndex((story) => story.name === name);
  if (first < 0) throw new Error(`there is no story ${name}`);
  return Array.from({ length: count }, (_, n) => first + n * stories.length);
};

/** The schedule of a seed: the stories take turns. */
export const scheduleOf = (seed: number): Schedule => {
  const random = seededRandom(seed);
  const story = stories[seed % stories.length] ?? stories[0];
  if (story === undefined) throw new Error('there is no story');
  return {
    seed,
    story,
    delivery: {
      duplicate: range(random, 0.1, 0.5),
      late: range(random, 0.1, 0.5),
      maxDelayMs: Math.round(range(random, 1_000, 90_000)),
      retried: range(random, 0, 0.03),
      lost: range(random, 0, 0.01),
    },
    unkindness: {
      others: { hit: 0.4, atMost: 4 },
      aims,
      slow: range(random, 0, 0.6),
      skewed: random.chance(0.5) ? range(random, 0, 0.5) : 0,
      outage: 0.25,
    },
    events: random.chance(0.4) ? range(random, 0.01, 0.12) : 0,
    lag: 0.4,
    replay: 0.1,
    restore: random.chance(0.05) ? 1 : 0,
    idles: random.chance(0.04),
  };
};

/** The schedule of the first seed that tells this story. */
export const scheduleTelling = (name: string): Schedule => scheduleOf(seedsOf(name)[0] ?? 0);

/** One line for a delivery, as it came; nothing for whatever else the engine does. */
export const deliveryLine = (event: EngineEvent): string | undefined => {
  if (event.kind !== 'started') return undefined;
  const step = stepIn(event.event);
  const what = step === undefined ? '' : ` ${step.from} -> ${step.to} (${step.seq})`;
  return `${event.at.toISOString()} ${event.function}${event.attempt === 1 ? '' : ` try ${event.attempt}`}${what}`;
};

import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../../../local/engine/clock.ts';
import { createEngine } from '../../../../local/engine/engine.ts';
import { memoryTable } from '../../../../local/engine/memory-table.ts';
import { seededRandom } from '../../../../local/engine/random.ts';
import type { Network } from '../../../../local/engine/types.ts';
import { readTemplate } from '../../../../local/template/read.ts';
import { fixture } from '../fixture.ts';
import { start, transition } from './world.ts';

/** An engine whose analyzer keeps what it was started with. */
const analyzing = (options: { archive?: boolean; network?: Network }) => {
  const clock = virtualClock(start);
  const table = memoryTable(clock.now);
  const template = readTemplate(fixture);
  const got: { at: Date; event: object }[] = [];
  const idle = Object.fromEntries(template.functions.map(({ name }) => [name, async () => {}]));
  const engine = createEngine({
    template,
    table,
    clock,
    handlers: { ...idle, analyzer: async (event) => void got.push({ at: clock.now(), event: Object(event) }) },
    random: seededRandom(1),
    ...options,
  });
  const detected = (id: string) => table.table.transact([{ kind: 'create', item: transition(id, 1, 'detected') }]);
  const ids = () => got.map(({ event }) => Object(event).detail.incidentId);
  return { engine, clock, got, detected, ids };
};
const minutes = (count: number) => ({ virtualMs: count * 60_000 });

describe('a replay of the archive', () => {
  it('delivers what came since then once more, marked as EventBridge marks it', async () => {
    const { engine, clock, got, detected, ids } = analyzing({ archive: true });
    await detected('inc-a');
    await engine.runUntil(() => got.length === 1, minutes(1));
    await engine.runUntil(() => false, minutes(1));
    const since = clock.now();
    await detected('inc-b');
    await engine.runUntil(() => got.length === 2, minutes(1));
    engine.replay(since);
    await engine.runUntil(() => got.length === 3, minutes(1));
    expect(ids()).toEqual(['inc-a', 'inc-b', 'inc-b']);
    expect(got.map(({ event }) => 'replay-name' in event)).toEqual([false, false, true]);
  });

  it('keeps nothing where no archive is wanted', async () => {
    const { engine, got, detected } = analyzing({});
    await detected('inc-a');
    await engine.runUntil(() => got.length === 1, minutes(1));
    engine.replay(start);
    await engine.runUntil(() => false, minutes(1));
    expect(got).toHaveLength(1);
  });
});

describe('a network that decides case by case', () => {
  it('delivers each copy when it says, and buries what it never delivers', async () => {
    const copies = [[0, 5000], []];
    const network: Network = {
      copies: (name) => (name === 'analyzer' ? (copies.shift() ?? [0]) : [0]),
      rereads: () => 0,
    };
    const { engine, got, detected, ids } = analyzing({ network });
    await detected('inc-a');
    await detected('inc-b');
    await engine.runUntil(() => false, minutes(1));
    expect(ids()).toEqual(['inc-a', 'inc-a']);
    expect(got.map(({ at }) => at.getTime() - start.getTime())).toEqual([0, 5000]);
    expect(engine.deadLetters).toMatchObject([
      {
        function: 'analyzer',
        error: 'every attempt of the delivery failed',
        event: { detail: { incidentId: 'inc-b' } },
      },
    ]);
  });
});

import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { realClock, virtualClock } from '../../../../local/engine/clock.ts';
import { fixture } from '../fixture.ts';
import { alarm, fails, seconds, start, world } from './world.ts';

const never = () => false;
const withoutSchedules = fixture
  .replaceAll('rate(1 minute)', 'rate(1 minute), State: DISABLED')
  .replaceAll('rate(1 hour)', 'rate(1 hour), Enabled: false');

describe('virtual clock', () => {
  it('stands still until it jumps, and then to the earliest timer', () => {
    const clock = virtualClock(start);
    const order: string[] = [];
    clock.after(2000, () => order.push('second'));
    clock.after(1000, () => order.push('first'));
    const cancel = clock.after(1500, () => order.push('canceled'));
    clock.after(2000, () => order.push('third'));
    cancel();
    expect([clock.waiting(), order]).toEqual([3, []]);
    expect([clock.jump?.(), seconds(clock.now()), [...order]]).toEqual([true, 1, ['first']]);
    expect([clock.jump?.(), seconds(clock.now()), [...order]]).toEqual([true, 2, ['first', 'second', 'third']]);
    expect([clock.jump?.(), seconds(clock.now())]).toEqual([false, 2]);
  });

  it('does not jump beyond a bound', () => {
    const clock = virtualClock(start);
    clock.after(5000, () => {});
    clock.jump?.(start.getTime() + 3000);
    expect([seconds(clock.now()), clock.waiting()]).toEqual([3, 1]);
  });
});

describe.each([
  ['virtual', () => virtualClock(start)],
  ['real', () => realClock()],
] as const)('a %s clock', (_kind, clockOf) => {
  it('tells what waits once from what recurs', () => {
    const clock = clockOf();
    const cancel = [clock.after(60_000, () => {}), clock.after(60_000, () => {}, 'recurs')];
    expect([clock.waiting(), clock.pending()]).toEqual([2, 1]);
    for (const one of cancel) one();
    expect([clock.waiting(), clock.pending()]).toEqual([0, 0]);
  });
});

describe('the engine on a virtual clock', () => {
  it('is quiet when nothing is on its way but what its schedules start', async () => {
    let alarms = 0;
    const { engine, clock } = world({
      'alarm-handler': async () => {
        alarms += 1;
        await clock.sleep(150_000);
      },
    });
    await engine.publish(alarm);
    expect(await engine.runUntil(never, { virtualMs: 3_600_000, quiet: true })).toBe('idle');
    expect([alarms, seconds(engine.now())]).toEqual([1, 150]);
    expect(await engine.runUntil(never, { virtualMs: 50_000 })).toBe('limit');
  });

  it('fires schedules at their rate, with the event or the input of the template', async () => {
    const ticks: number[] = [];
    const [heads, scheduled]: [unknown[], unknown[]] = [[], []];
    const { engine, clock } = world({
      timekeeper: async (event) => {
        scheduled.push(event);
        ticks.push(seconds(clock.now()));
      },
      auditor: async (event) => void heads.push(event),
    });
    expect(await engine.runUntil(() => heads.length === 1)).toBe('done');
    expect(ticks.slice(0, 3)).toEqual([60, 120, 180]);
    expect(scheduled[0]).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
    expect([heads, seconds(engine.now())]).toEqual([[{ kind: 'head' }], 3600]);
  });

  it('lets several handlers be in flight at once and time pass while they only wait for the clock', async () => {
    const log: string[] = [];
    const { engine, clock } = world({
      analyzer: async (event) => {
        const { name, ms } = Object(event);
        log.push(`${name} starts`);
        await clock.sleep(ms);
        log.push(`${name} ends at ${seconds(clock.now())}`);
      },
    });
    const runs = [
      engine.invoke('analyzer', { name: 'slow', ms: 5000 }),
      engine.invoke('analyzer', { name: 'quick', ms: 1000 }),
    ];
    await engine.runUntil(() => log.length === 4);
    await Promise.all(runs);
    expect(log).toEqual(['slow starts', 'quick starts', 'quick ends at 1', 'slow ends at 5']);
  });

  it('does not jump while a handler waits for something that is not the clock', async () => {
    const at: number[] = [];
    const { engine, clock } = world({
      'alarm-handler': async () => {
        for (let turn = 0; turn < 20; turn += 1) await setImmediate();
        await readFile(new URL(import.meta.url));
        at.push(seconds(clock.now()));
      },
      timekeeper: async () => {},
    });
    await engine.publish(alarm);
    await engine.runUntil(() => at.length > 0);
    expect(at).toEqual([0]);
  });

  it('does not count an outer run as busy while the run that it invoked waits for the clock', async () => {
    const { engine, clock } = world({
      'alarm-handler': async () => engine.invoke('analyzer', {}),
      analyzer: async () => clock.sleep(1000),
    });
    let answered = false;
    const run = engine.invoke('alarm-handler', {}).then(() => (answered = true));
    expect(await engine.runUntil(() => answered, { realMs: 5000 })).toBe('done');
    await run;
    expect(seconds(engine.now())).toBe(1);
  });

  it('does not jump while it is held, and goes on after the last release', async () => {
    const { engine } = world({ 'alarm-handler': fails, timekeeper: async () => {} });
    await engine.publish(alarm);
    const [first, second] = [engine.hold(), engine.hold()];
    let ended = false;
    const run = engine.runUntil(() => engine.deadLetters.length > 0).finally(() => (ended = true));
    const turns = async () => {
      for (let turn = 0; turn < 20; turn += 1) await setImmediate();
      return [ended, seconds(engine.now())];
    };
    expect(await turns()).toEqual([false, 0]);
    first();
    first();
    expect(await turns()).toEqual([false, 0]);
    second();
    expect(await run).toBe('done');
    expect(seconds(engine.now())).toBe(180);
  });

  it('is idle when nothing can happen any more', async () => {
    const { engine } = world({ 'alarm-handler': async () => {} }, { template: withoutSchedules });
    await engine.publish(alarm);
    expect(await engine.runUntil(never)).toBe('idle');
  });

  it('stops at a limit of virtual time exactly there', async () => {
    const { engine } = world({ timekeeper: async () => {} });
    expect(await engine.runUntil(never, { virtualMs: 90_000 })).toBe('limit');
    expect(seconds(engine.now())).toBe(90);
  });

  it('stops at a limit of real time although a handler never ends', async () => {
    const { engine } = world({ 'alarm-handler': () => new Promise(() => {}) });
    await engine.publish(alarm);
    expect(await engine.runUntil(never, { realMs: 20 })).toBe('limit');
  });

  it('is run by one at a time', async () => {
    const { engine } = world({ timekeeper: async () => {} });
    const first = engine.runUntil(never, { virtualMs: 1000 });
    await expect(engine.runUntil(never)).rejects.toThrow('already running');
    expect(await first).toBe('limit');
  });

  it('does nothing more once it is stopped', async () => {
    const { engine } = world({ timekeeper: async () => {} });
    await engine.stop();
    expect(await engine.runUntil(never)).toBe('idle');
  });
});

describe('the engine on the real clock', () => {
  it('runs what is asynchronous, waits out a limit and leaves no timer behind', async () => {
    const clock = realClock();
    const done: unknown[] = [];
    const { engine } = world(
      {
        'alarm-handler': async (event) => {
          await clock.sleep(5);
          done.push(event);
        },
      },
      { clock },
    );
    await engine.publish(alarm);
    expect(await engine.runUntil(() => done.length > 0)).toBe('done');
    expect(await engine.runUntil(never, { virtualMs: 10 })).toBe('limit');
    await engine.stop();
    expect(clock.waiting()).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { type EngineClock, virtualClock } from '../../../../local/engine/clock.ts';
import type { Engine } from '../../../../local/engine/types.ts';
import { watchAlarms } from '../../../../local/run/alarm-watch.ts';
import type { Subject } from '../../../../local/workload/world.ts';

const second = (n: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, n));

/** An engine that only says what it is told, and whether it is held. */
const engineOf = (clock: EngineClock) => {
  const said: string[] = [];
  let held = 0;
  const engine: Pick<Engine, 'publish' | 'hold'> = {
    publish: async (event) => void said.push(`${clock.now().toISOString().slice(17, 19)} ${JSON.stringify(event)}`),
    hold: () => {
      held += 1;
      return () => void (held -= 1);
    },
  };
  return { engine, said, held: () => held };
};

const subject = (okFrom: Date): Subject => ({
  name: 'storefront',
  alarm: { name: 'cpu', account: '123456789012', region: 'eu-central-1' },
  alarmAt: (t) => (t < okFrom ? 'ALARM' : 'OK'),
  alarmEvent: (state) => ({ state }),
});
/** Lets everything that only waits for promises end. */
const settle = () => new Promise<void>((resolve) => void setImmediate(resolve));

describe('watching alarms', () => {
  it('looks at round ten seconds and publishes a change once', () => {
    const clock = virtualClock(second(3));
    const { engine, said } = engineOf(clock);
    watchAlarms(engine, clock).fired(subject(second(15)));
    for (let n = 0; n < 4; n += 1) clock.jump?.();
    expect(said).toEqual(['20 {"state":"OK"}']);
  });

  it('holds the clock while it measures, and looks afterwards', async () => {
    const clock = virtualClock(second(3));
    const { engine, said, held } = engineOf(clock);
    let measured = (): void => undefined;
    const measure = () => new Promise<void>((resolve) => void (measured = resolve));
    watchAlarms(engine, clock, measure).fired(subject(second(5)));
    clock.jump?.();
    await settle();
    expect([held(), said]).toEqual([1, []]);
    measured();
    await settle();
    expect([held(), said]).toEqual([0, ['10 {"state":"OK"}']]);
  });

  it('says what went wrong while measuring to whoever checks', async () => {
    const clock = virtualClock(second(3));
    const { engine, held } = engineOf(clock);
    const alarms = watchAlarms(engine, clock, async () => {
      throw new Error('the endpoint is gone');
    });
    expect(alarms.check).not.toThrow();
    clock.jump?.();
    await settle();
    expect(alarms.check).toThrow('the endpoint is gone');
    expect(held()).toBe(0);
  });
});

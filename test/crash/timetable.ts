import type { EngineClock } from '../../local/engine/clock.ts';
import type { Engine } from '../../local/engine/types.ts';
import type { Served } from './outside.ts';

/** CloudWatch's part: alarms are evaluated this often, each time at a round ten seconds. */
const lookMs = 10_000;

/** Brings what happens outside at its time: the process has the clock, and while somebody acts outside it stands still. */
export const timetable = (engine: Engine, clock: EngineClock, desk: Served['desk']) => {
  const known = new Set<string>();

  const meanwhile = async (happens: () => Promise<void>): Promise<void> => {
    const release = engine.hold();
    try {
      await happens();
    } finally {
      release();
    }
  };
  const appointments = async (): Promise<void> => {
    for (const { id, at } of await desk.appointments()) {
      const name = `${id} ${at.toISOString()}`;
      if (known.has(name)) continue;
      known.add(name);
      clock.after(at.getTime() - clock.now().getTime(), () => void meanwhile(() => keep(id)));
    }
  };
  const keep = async (id: number): Promise<void> => {
    await desk.decide(id);
    await appointments();
  };
  const look = async (): Promise<void> => {
    for (const event of await desk.alarms()) await engine.publish(event);
    clock.after(lookMs - (clock.now().getTime() % lookMs), () => void meanwhile(look));
  };
  return {
    appointments,
    start: async (): Promise<void> => {
      await appointments();
      await look();
    },
  };
};

import type { EngineClock } from '../engine/clock.ts';
import type { Engine } from '../engine/types.ts';
import type { Subject } from '../workload/world.ts';

/** CloudWatch's part: alarms are evaluated this often, each time at a round ten seconds. */
const everyMs = 10_000;
const untilNext = (now: Date): number => everyMs - (now.getTime() % everyMs);

/**
 * Publishes an event for each state change of the alarms of these subjects, from the state `ALARM` on, until stopped.
 * `measure` runs before each look, where measuring takes more than a simulation; a virtual clock stands still meanwhile.
 */
export const watchAlarms = (
  engine: Pick<Engine, 'publish' | 'hold'>,
  clock: EngineClock,
  measure?: (now: Date) => Promise<void>,
) => {
  const states = new Map<Subject, 'ALARM' | 'OK'>();
  let failure: { error: unknown } | undefined;
  let stopped = false;

  const look = (): void => {
    const now = clock.now();
    for (const [subject, known] of states) {
      const state = subject.alarmAt(now);
      if (state === known) continue;
      states.set(subject, state);
      void engine.publish(subject.alarmEvent(state, now));
    }
    if (!stopped) cancel = clock.after(untilNext(clock.now()), next, 'recurs');
  };
  const measured = async (): Promise<void> => {
    const release = engine.hold();
    try {
      await measure?.(clock.now());
      look();
    } catch (error) {
      failure = { error };
    } finally {
      release();
    }
  };
  const next = measure === undefined ? look : (): void => void measured();

  let cancel = clock.after(untilNext(clock.now()), next, 'recurs');
  return {
    fired: (subject: Subject): void => void states.set(subject, 'ALARM'),
    /** Throws what went wrong while measuring: nobody would hear of it otherwise. */
    check: (): void => {
      if (failure !== undefined) throw failure.error;
    },
    stop: (): void => {
      stopped = true;
      cancel();
    },
  };
};

import type { EngineClock } from '../engine/clock.ts';
import type { Engine } from '../engine/types.ts';
import type { Subject } from '../workload/world.ts';

/** CloudWatch's part: alarms are evaluated this often. */
const everyMs = 10_000;

/** Publishes an event for each state change of the alarms of these subjects, from the state `ALARM` on, until stopped. */
export const watchAlarms = (engine: Engine, clock: EngineClock) => {
  const states = new Map<Subject, 'ALARM' | 'OK'>();
  const look = (): void => {
    const now = clock.now();
    for (const [subject, known] of states) {
      const state = subject.alarmAt(now);
      if (state === known) continue;
      states.set(subject, state);
      void engine.publish(subject.alarmEvent(state, now));
    }
    cancel = clock.after(everyMs, look);
  };
  let cancel = clock.after(everyMs, look);
  return {
    fired: (subject: Subject): void => void states.set(subject, 'ALARM'),
    stop: (): void => cancel(),
  };
};

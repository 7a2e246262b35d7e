import type { EngineClock } from '../engine/clock.ts';
import type { Engine } from '../engine/types.ts';
import { alarmEvent } from '../workload/alarm-event.ts';
import { alarmStateAt } from '../workload/alarms.ts';
import type { App } from '../workload/app.ts';

/** CloudWatch's part: alarms are evaluated this often. */
const everyMs = 10_000;

/** Publishes an event for each state change of the alarms of these apps, from the state `ALARM` on, until stopped. */
export const watchAlarms = (engine: Engine, clock: EngineClock) => {
  const states = new Map<App, 'ALARM' | 'OK'>();
  const look = (): void => {
    const now = clock.now();
    for (const [app, known] of states) {
      const state = alarmStateAt(app, now);
      if (state === known) continue;
      states.set(app, state);
      void engine.publish(alarmEvent(app, state, now));
    }
    cancel = clock.after(everyMs, look);
  };
  let cancel = clock.after(everyMs, look);
  return {
    fired: (app: App): void => void states.set(app, 'ALARM'),
    stop: (): void => cancel(),
  };
};

import type { Subject } from '../../local/workload/world.ts';

/**
 * CloudWatch and EventBridge: an event for each state change of an alarm, from the state ALARM on, in which it is put by
 * `fire`. Delivered at least once: a process that has just been started gets all of them again.
 */
export const alarmService = (now: () => Date) => {
  const states = new Map<Subject, 'ALARM' | 'OK'>();
  const events: object[] = [];
  let given = 0;

  const change = (subject: Subject, state: 'ALARM' | 'OK'): void => {
    states.set(subject, state);
    events.push(subject.alarmEvent(state, now()));
  };
  return {
    fire: (subject: Subject): void => change(subject, 'ALARM'),
    /** Another process listens from now on. */
    again: (): void => {
      given = 0;
    },
    /** The events that the process has not had. */
    due: (): object[] => {
      for (const [subject, known] of states) {
        const state = subject.alarmAt(now());
        if (state !== known) change(subject, state);
      }
      const due = events.slice(given);
      given = events.length;
      return due;
    },
  };
};

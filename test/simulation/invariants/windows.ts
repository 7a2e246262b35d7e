import type { Policy } from '../../../core/policy/policy.ts';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayMinutes = 24 * 60;
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether something may be executed at a moment: in a window of the week, in UTC, and in no freeze. */
export const isOpenAt = ({ changeWindows, freezes }: Policy, at: Date): boolean => {
  const frozen = freezes.some(({ from, to }) => Date.parse(from) <= at.getTime() && at.getTime() < Date.parse(to));
  const minute = at.getUTCDay() * dayMinutes + at.getUTCHours() * 60 + at.getUTCMinutes();
  const inWindow = changeWindows.some((window) =>
    window.days.some((day) => {
      const from = days.indexOf(day) * dayMinutes + minuteOf(window.from);
      const length = (minuteOf(window.to) - minuteOf(window.from) + dayMinutes) % dayMinutes || dayMinutes;
      return (minute - from + 7 * dayMinutes) % (7 * dayMinutes) < length;
    }),
  );
  return inWindow && !frozen;
};

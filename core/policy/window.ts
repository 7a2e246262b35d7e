import * as z from 'zod';

/** As `Date.getUTCDay` counts them. */
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const clock = (to: boolean) => z.string().regex(to ? /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/ : /^([01]\d|2[0-3]):[0-5]\d$/);

/**
 * A time of the week in UTC, `from` included, `to` not. Where `to` is before `from`, it is one of the day after: a day is
 * named for the window that begins on it.
 */
export const ChangeWindow = z
  .strictObject({ days: z.array(z.enum(days)).min(1), from: clock(false), to: clock(true) })
  .refine(({ from, to }) => from !== to, 'two different times; a whole day is 00:00 to 24:00');
export type ChangeWindow = z.infer<typeof ChangeWindow>;

/** A time in which nothing is executed, `from` included, `to` not. */
export const Freeze = z
  .strictObject({ from: z.iso.datetime(), to: z.iso.datetime(), reason: z.string().min(1).max(200) })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), 'from to be before to');
export type Freeze = z.infer<typeof Freeze>;

type Calendar = { changeWindows: readonly ChangeWindow[]; freezes: readonly Freeze[] };

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const isOpen = (window: ChangeWindow, now: Date): boolean => {
  const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  const beginsOn = (daysAgo: number): boolean =>
    window.days.some((day) => days.indexOf(day) === (now.getUTCDay() - daysAgo + 7) % 7);
  if (from < to) return beginsOn(0) && minute >= from && minute < to;
  return (beginsOn(0) && minute >= from) || (beginsOn(1) && minute < to);
};

/** `mon, tue 08:00-18:00` */
export const windowText = ({ days: on, from, to }: ChangeWindow): string => `${on.join(', ')} ${from}-${to}`;

/**
 * Why nothing may be executed at this time, or undefined when a window is open and no freeze is on. A rollback never
 * asks: what was changed in a window may be restored after it.
 */
export const windowForbids = ({ changeWindows, freezes }: Calendar, now: Date): string | undefined => {
  const at = now.getTime();
  const freeze = freezes.find(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to));
  if (freeze !== undefined) return `changes are frozen until ${freeze.to}: ${freeze.reason}`;
  if (changeWindows.some((window) => isOpen(window, now))) return undefined;
  const open = changeWindows.map(windowText).join('; ') || 'none';
  return `${days[now.getUTCDay()]} ${now.toISOString().slice(0, 16)}Z is in no change window (UTC: ${open})`;
};

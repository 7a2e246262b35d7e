import { memoryText } from '../../core/remediation/quantity.ts';
import { type App, bytes, killsOf, settingsAt, starvedAt } from './app.ts';

/** A small wobble between -1 and 1, the same for the same app and minute: real metrics are never flat. */
const wobble = (app: App, t: Date): number => Math.sin(t.getTime() / 60_000 + app.spec.name.length);

const numbers = (app: App, t: Date): number[] => Array.from({ length: settingsAt(app, t).minReplicas }, (_, n) => n);

/** How often containers of the app were killed for memory in [from, to). */
export const killsBetween = (app: App, from: Date, to: Date): number =>
  numbers(app, to)
    .flatMap((number) => killsOf(app, number, to))
    .filter((at) => at >= from && at < to).length;

/** The highest restart count of a pod of the app. */
export const mostRestarts = (app: App, t: Date): number =>
  Math.max(...numbers(app, t).map((n) => killsOf(app, n, t).length));

/** Share of the memory limit in use, in percent. */
export const memoryPercent = (app: App, t: Date): number => {
  if (starvedAt(app, t)) return 98 + 1.5 * wobble(app, t);
  const used = 0.62 * Math.min(bytes(app.spec.needs.memory), settingsAt(app, t).memoryBytes);
  return (100 * used) / settingsAt(app, t).memoryBytes + 3 * wobble(app, t);
};

/** The slowest hundredth of the requests, in milliseconds: requests that meet a restarting pod wait for a retry. */
export const p99Milliseconds = (app: App, t: Date): number =>
  starvedAt(app, t) ? 1840 + 160 * wobble(app, t) : 128 + 14 * wobble(app, t);

/** What the app writes to its log between two moments. */
export const logLines = (app: App, from: Date, to: Date): { at: Date; pod: number; message: string }[] =>
  numbers(app, to)
    .flatMap((pod) =>
      killsOf(app, pod, to).flatMap((kill) => [
        {
          at: new Date(kill.getTime() - 3_000),
          pod,
          message: JSON.stringify({
            level: 'warn',
            logger: 'memory',
            message: `resident set at 98 % of ${memoryText(settingsAt(app, kill).memoryBytes)}`,
          }),
        },
        {
          at: new Date(kill.getTime() - 1_000),
          pod,
          message: 'ERROR settlement batch aborted: out of memory',
        },
      ]),
    )
    .filter(({ at }) => at >= from && at < to)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());

import type { View } from './view/view.ts';

/** After this many milliseconds a page that was left open asks no more; coming back to it asks again. */
const longest = 60 * 60_000;
const first = 5000;
const most = 30_000;

/**
 * Milliseconds until the page looks again, or undefined when there is nothing more to see. After failures in a row it waits
 * longer each time.
 */
export const nextPoll = (view: View | undefined, openFor: number, failures: number): number | undefined => {
  if (openFor > longest || view?.incident.over === true) return undefined;
  if (view === undefined || failures > 0) return Math.min(most, first * 2 ** Math.max(0, failures - 1));
  // While steps are being made somebody watches; while people think, nobody needs to hurry the table.
  const moving = ['approved', 'executing', 'executed', 'execution_failed', 'fix_ineffective', 'rolling_back'].includes(
    view.incident.status,
  );
  if (!moving) return 10_000;
  return openFor < 10 * 60_000 ? 2000 : 5000;
};

import type { Deps } from './outcome.ts';

/** In a storm each round has one winner; ten alarms of one resource at the same instant get through without a retry. */
const attempts = 10;

/** The longest pause; all of them together are 5.5 seconds at most, of the 30 that the function has. */
const longestMs = 1_000;

/**
 * Runs `attempt` until it is not `lost`, reading everything again each time, after a pause at random so that racers spread:
 * without one they would all meet again. Throws after ten: Lambda retries the event, and then it waits in the dead-letter
 * queue.
 */
export const settle = async <T>(
  { pause }: Pick<Deps, 'pause'>,
  what: string,
  attempt: () => Promise<T | 'lost'>,
): Promise<T> => {
  for (let i = 0; i < attempts; i += 1) {
    if (i > 0) await pause(0, Math.min(longestMs, 25 * 2 ** i));
    const result = await attempt();
    if (result !== 'lost') return result;
  }
  throw new Error(`${what} changed under each of ${attempts} attempts; the event will be delivered again`);
};

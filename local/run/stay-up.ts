import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/types.ts';

/** So much time passes on the engine's clock in as much time of the machine, in milliseconds. */
const paceMs = 200;

/**
 * Lets everything go on until somebody has seen enough. A virtual clock passes as the machine's does: it would run through
 * years, and standing still it would hold back what a person waits for.
 */
export const stayUp = async (engine: Pick<Engine, 'runUntil'>, enough: Promise<void>): Promise<void> => {
  let over = false;
  const end = enough.finally(() => {
    over = true;
  });
  while (!over) {
    const pace = sleep(paceMs);
    await engine.runUntil(() => over, { virtualMs: paceMs, realMs: paceMs });
    await Promise.race([end, pace]);
  }
  await end;
};

import { EffectInProgress } from '../../core/aws/errors.ts';
import type { Once } from '../../core/runtime/effects.ts';
import { Crash } from '../support/crash.ts';
import type { Faults } from './faults.ts';

/**
 * What core/aws/once.ts promises, with its three calls of the table as points where it can go wrong: a process that dies
 * leaves a key that counts as running until the attempt lapses, and a result that could not be kept is made once more then.
 */
export const lapsingOnce = (
  now: () => Date,
  { call, timeLimitMs }: Pick<Faults, 'call' | 'timeLimitMs'>,
  onRestore: (listener: (to: Date) => void) => void,
): Once => {
  const results = new Map<string, { at: Date; result: unknown }>();
  // The keys are items of the table.
  onRestore((to) => {
    for (const [key, { at }] of results) if (at > to) results.delete(key);
  });
  const running = new Map<string, number>();
  const take = call(
    'once.take',
    async (key: string) => {
      if (results.has(key)) return;
      const at = now().getTime();
      if ((running.get(key) ?? 0) > at) throw new EffectInProgress(`${key} is running elsewhere`);
      running.set(key, at + timeLimitMs());
    },
    { changes: true },
  );
  const keep = call('once.keep', async (key: string, result: unknown) => void results.set(key, { at: now(), result }), {
    changes: true,
  });
  const release = call('once.release', async (key: string) => void running.delete(key), { changes: true });

  return async <T extends object>(key: string, effect: () => Promise<T>): Promise<T> => {
    await take(key);
    // The value was put below by the same key, so it has the type the caller of this key expects.
    const known = results.get(key);
    if (known !== undefined) return known.result as T;
    let result: T;
    try {
      result = await effect();
    } catch (error) {
      if (!(error instanceof Crash)) await release(key);
      throw error;
    }
    await keep(key, result);
    return result;
  };
};

import type { Once } from '../../core/runtime/effects.ts';

/** At most once per key in this process; a failed effect may be tried again. */
export const memoryOnce = (): Once => {
  const results = new Map<string, unknown>();
  const running = new Set<string>();
  return async <T extends object>(key: string, effect: () => Promise<T>): Promise<T> => {
    // The value was put below by the same key, so it has the type the caller of this key expects.
    if (results.has(key)) return results.get(key) as T;
    if (running.has(key)) throw new Error(`${key} is still running`);
    running.add(key);
    try {
      const result = await effect();
      results.set(key, result);
      return result;
    } finally {
      running.delete(key);
    }
  };
};

/** The process dies here: nothing after it runs, whoever awaited it never goes on. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

type AnyFunction = (...args: never[]) => Promise<unknown>;

/**
 * Wraps async functions so that the `at`-th call of any of them crashes, before its effect or after it. `calls` is how
 * many there were, so that a test can go through all of them.
 */
export const crashPoint = (at: number, when: 'before' | 'after') => {
  const seen = { calls: 0 };
  let dead = false;
  const wrap = <F extends AnyFunction>(effect: F): F =>
    (async (...args: Parameters<F>) => {
      if (dead) throw new Crash('the process is dead');
      const mine = seen.calls === at;
      seen.calls += 1;
      if (mine && when === 'before') dead = true;
      if (mine && when === 'before') throw new Crash(`before call ${at}`);
      const result = await effect(...args);
      if (mine) dead = true;
      if (mine) throw new Crash(`after call ${at}`);
      return result;
    }) as unknown as F;
  return { wrap, seen };
};

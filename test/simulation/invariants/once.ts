import type { MakeInvariant } from './invariant.ts';

/**
 * At most one effect for an idempotency key, ever, counted where the effect is: and no second call, whatever became of
 * the first. A call is made by the run that took its claim, and by no other.
 */
export const once: MakeInvariant = (scene) => {
  const effects = new Set<string>();
  return {
    change: ({ key, planned, by, times }) => {
      if (planned === undefined) return [];
      return [
        ...(times > 1 ? [`${key}: changed ${times === 2 ? 'twice' : `${times} times`}`] : []),
        ...(scene.ports().claims.taken.has(key) ? [] : [`${key}: made without its claim`]),
        ...(by === undefined || by.claimed.has(key) ? [] : [`${key}: made by a run that did not take its claim`]),
      ];
    },
    effect: ({ key, diff }) => {
      if (diff.length === 0) return [];
      const again = effects.has(key);
      effects.add(key);
      return again ? [`${key}: had its effect twice`] : [];
    },
  };
};

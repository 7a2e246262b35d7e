import type { Covered } from './coverage.ts';
import type { CallFault } from './mishap.ts';

/** The calls that a function makes in a step when nothing goes wrong, and what can go wrong with each. */
export type Usual = {
  calls(name: string, step: string): readonly string[];
  kinds(call: string): readonly CallFault[];
};

export const nothingUsual: Usual = { calls: () => [], kinds: () => [] };

/** From what a calm run came by. A step that it never came to is taken to make any call of its function. */
export const usualOf = ({ points, kinds }: Covered): Usual => {
  const bySteps = new Map<string, readonly string[]>();
  const byFunction = new Map<string, Set<string>>();
  for (const [key, counts] of Object.entries(points)) {
    const [name = ''] = key.split(' | ');
    const calls = Object.keys(counts);
    bySteps.set(key, calls);
    byFunction.set(name, new Set([...(byFunction.get(name) ?? []), ...calls]));
  }
  const all = new Map([...byFunction].map(([name, calls]) => [name, [...calls]]));
  return {
    calls: (name, step) => bySteps.get(`${name} | ${step}`) ?? all.get(name) ?? [],
    kinds: (call) => kinds[call] ?? [],
  };
};

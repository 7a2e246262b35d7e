import { statuses } from '../../core/incident/lifecycle.ts';
import type { Covered } from './coverage.ts';
import type { CallFault } from './mishap.ts';

/** The calls that a function makes in a step when nothing goes wrong, and what can go wrong with each. */
export type Usual = {
  calls(name: string, step: string): readonly string[];
  kinds(call: string): readonly CallFault[];
  /** Whether the function makes this call in this step then; a step from a status to another is one of its own. */
  isUsual(name: string, step: string, call: string): boolean;
};

export const nothingUsual: Usual = { calls: () => [], kinds: () => [], isUsual: () => true };

const isMove = (step: string): boolean => step.includes(' -> ');

const isStatus = (step: string): boolean => statuses.some((status) => status === step);

/**
 * From what a calm run came by. The transaction of a move is one call more for each move from the step, and for each of
 * all where something else than a step starts the function; a step that the run never came to is taken to make any call of
 * its function.
 */
export const usualOf = ({ points, kinds }: Covered): Usual => {
  const bySteps = new Map<string, string[]>();
  const moves = new Map<string, { from: string; calls: string[] }[]>();
  const byFunction = new Map<string, Set<string>>();
  for (const [key, counts] of Object.entries(points)) {
    const [name = '', step = ''] = key.split(' | ');
    const calls = Object.keys(counts);
    byFunction.set(name, new Set([...(byFunction.get(name) ?? []), ...calls]));
    const [from = ''] = step.split(' -> ');
    if (isMove(step)) moves.set(name, [...(moves.get(name) ?? []), { from, calls }]);
    else bySteps.set(key, calls);
  }
  for (const [key, calls] of bySteps) {
    const [name = '', step = ''] = key.split(' | ');
    const own = (moves.get(name) ?? []).filter(({ from }) => from === step || !isStatus(step));
    calls.push(...own.flatMap((move) => move.calls));
  }
  const all = new Map([...byFunction].map(([name, calls]) => [name, [...calls]]));
  return {
    calls: (name, step) => bySteps.get(`${name} | ${step}`) ?? all.get(name) ?? [],
    kinds: (call) => kinds[call] ?? [],
    isUsual: (name, step, call) => points[`${name} | ${step}`]?.[call] !== undefined,
  };
};

import { transitions } from '../../core/incident/lifecycle.ts';
import { table } from '../../local/bench/table.ts';
import type { Covered } from './coverage.ts';

/** So often each fault of each call in each step is to be hit. */
const enough = 100;

export type Pair = { pair: string; made: number; hits: number };

/**
 * Each fault of each call in each step of each function. Whatever call was ever made counts, hit or not: no pair is left
 * out because nothing ever went wrong there.
 */
export const pairsOf = ({ points, hits, kinds }: Covered): Pair[] =>
  Object.entries(points)
    .flatMap(([step, calls]) =>
      Object.entries(calls).flatMap(([call, made]) =>
        (kinds[call] ?? []).map((kind): Pair => {
          const pair = `${step} | ${call} | ${kind}`;
          return { pair, made, hits: hits[pair] ?? 0 };
        }),
      ),
    )
    .toSorted((a, b) => a.hits - b.hits || (a.pair < b.pair ? -1 : 1));

/** How often each call in each step was hit, by whatever fault. */
const callsOf = (pairs: readonly Pair[]): number[] => {
  const calls = new Map<string, number>();
  for (const { pair, hits } of pairs) {
    const call = pair.slice(0, pair.lastIndexOf(' | '));
    calls.set(call, (calls.get(call) ?? 0) + hits);
  }
  return [...calls.values()];
};

const movesOf = ({ moves }: Covered): { move: string; taken: number }[] => {
  const known = [...new Set(transitions.map(({ from, to }) => `${from ?? 'nothing'} -> ${to}`))];
  return known.map((move) => ({ move, taken: moves[move] ?? 0 })).toSorted((a, b) => a.taken - b.taken);
};

const listed = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;

/** How many moves and faults were met, which moves never were; with `whole` how often each, and which faults never. */
export const coverageText = (covered: Covered, whole: boolean): string => {
  const pairs = pairsOf(covered);
  const moves = movesOf(covered);
  const never = pairs.filter(({ hits }) => hits === 0);
  const untaken = moves.filter(({ taken }) => taken === 0);
  const calls = callsOf(pairs);
  const few = pairs.filter(({ hits }) => hits < enough).length;
  const tables = [
    table(
      ['what went wrong', 'times'],
      Object.entries(covered.mishaps)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, times]) => [kind, String(times)]),
    ),
    table(
      ['move', 'taken'],
      moves.map(({ move, taken }) => [move, String(taken)]),
    ),
    table(
      ['function | step | call | fault', 'calls', 'hit'],
      pairs.map(({ pair, made, hits }) => [pair, String(made), String(hits)]),
    ),
  ];
  return [
    ...(whole ? [tables.join('\n\n'), '\n\n'] : []),
    whole
      ? listed(
          'faults never hit:',
          never.map(({ pair, made }) => `${pair} (${made} calls)`),
        )
      : '',
    listed(
      'moves never taken:',
      untaken.map(({ move }) => move),
    ),
    `${calls.length} calls in steps, ${calls.filter((hits) => hits < enough).length} hit less than ${enough} times\n`,
    `${moves.length} moves, ${untaken.length} never taken; ${pairs.length} faults of calls in steps, ${few} hit less than ${enough} times, ${never.length} never\n`,
  ].join('');
};

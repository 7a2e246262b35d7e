import * as z from 'zod';
import { table } from '../../local/bench/table.ts';
import type { SeedRun } from './seed-run.ts';
import type { Shortened } from './shorten.ts';

type Told = Pick<SeedRun, 'seed' | 'story' | 'violations' | 'log'>;

const lines = ({ seed, story, violations, log }: Told, only: string): string =>
  [
    `seed ${seed}: ${story}`,
    ...violations.map((violation) => `  BROKEN ${violation}`),
    ...log.map((line) => `  ${line}`),
    `  again: npm run simulate -- --from ${seed} --seeds 1${only}`,
    '',
  ].join('\n');

/** Everything needed to see what happened in a run in which an invariant did not hold. */
export const failure = (run: Told): string => lines(run, '');

/** The numbers of what went wrong, as `--only` takes them. */
const onlyOf = (only: readonly number[]): string => (only.length === 0 ? 'none' : only.join(','));

/** A run with a part of what goes wrong, whether an invariant held or not. */
export const alone = (run: Told, only: readonly number[]): string => lines(run, ` --only ${onlyOf(only)}`);

/** The fewest things that must go wrong, and how to see them alone. */
export const shortest = ({ seed, of, only, violations, complete, around }: Shortened): string =>
  [
    `seed ${seed}: of ${of} things that went wrong ${only.length} ${complete ? 'are enough' : 'are enough, maybe fewer'}`,
    ...violations.map((violation) => `  BROKEN ${violation}`),
    ...around.map((line) => `  ${line}`),
    `  again: npm run simulate -- --from ${seed} --seeds 1 --only ${onlyOf(only)}`,
    '',
  ].join('\n');

/** How the incidents of each story ended, and how fast it went. */
export const summary = (
  runs: readonly Pick<SeedRun, 'story' | 'statuses'>[],
  broken: number,
  seconds: number,
): string => {
  const counts = new Map<string, number>();
  for (const { story, statuses } of runs) {
    for (const status of statuses) {
      const key = JSON.stringify([story, status]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const rows = [...counts.keys()]
    .toSorted()
    .map((key): string[] => [...z.tuple([z.string(), z.string()]).parse(JSON.parse(key)), String(counts.get(key))]);
  const incidents = runs.flatMap(({ statuses }) => statuses).length;
  return `${table(['story', 'incidents ended', 'number'], rows)}
${runs.length} seeds, ${incidents} incidents, ${(incidents / seconds).toFixed(1)} incidents/s; ${broken} seeds broke an invariant
`;
};

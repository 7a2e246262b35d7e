import * as z from 'zod';
import { table } from '../../local/bench/table.ts';
import type { SeedRun } from './seed-run.ts';

/** Everything needed to see what happened in a run in which an invariant did not hold. */
export const failure = ({ seed, story, violations, log }: SeedRun): string =>
  [
    `seed ${seed}: ${story}`,
    ...violations.map((violation) => `  BROKEN ${violation}`),
    ...log.map((line) => `  ${line}`),
    `  again: npm run simulate -- --from ${seed} --seeds 1`,
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

import { table } from '../../local/bench/table.ts';
import type { Looped } from './loop.ts';

export type SeededLoop = Looped & { seed: number; story: string };

/** Everything needed to see what happened in a loop that did not end as it must. */
export const failure = ({ seed, story, problems, log }: SeededLoop): string =>
  [
    `seed ${seed}: ${story}`,
    ...problems.map((problem) => `  WRONG ${problem}`),
    ...log.map((line) => `  ${line}`),
    `  again: npm run crash -- --seed ${seed} --kills 1 --workers 1`,
    '',
  ].join('\n');

const counted = (words: readonly string[]): [string, string][] => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([word, count]) => [word, String(count)]);
};

/** What the kills hit, how the incidents of each story ended, and the figures of the whole run. */
export const summary = (loops: readonly SeededLoop[], seconds: number): string => {
  const kills = loops.flatMap((loop) => loop.kills);
  const ends = loops.flatMap(({ story, ends: of }) => of.map((end) => `${end}: ${story}`));
  const changes = loops.reduce((sum, loop) => sum + loop.changes, 0);
  const wrong = loops.filter(({ problems }) => problems.length > 0).length;
  return `${table(['killed while the incident was', 'times'], counted(kills))}

${table(['ended: story', 'incidents'], counted(ends))}

${kills.length} kills, ${kills.length + loops.length} starts, ${loops.length} loops, ${ends.length} incidents, ${changes} changes in ${seconds.toFixed(0)} s; ${wrong} loops went wrong
`;
};

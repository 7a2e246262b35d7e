import { historyOf } from './bench/memory/history.ts';
import { picksOf, retrievalOf } from './bench/memory/score.ts';
import { table } from './bench/table.ts';
import { seededRandom } from './engine/random.ts';

// `npm run bench:memory`; this file runs as dist/local/bench-memory.js. Exit 2: bad input. The history is made up.
const seeds = [1, 2, 3, 4, 5];
const incidents = 400;
const contrary = 0.3;
const chances = { rightCause: 0.85, helps: [0.9, 0.1] } as const;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const main = (argv: readonly string[]): 0 | 2 => {
  if (argv.length > 0) {
    process.stderr.write('bench:memory: expected no arguments: npm run bench:memory\n');
    return 2;
  }
  const levels = [0.1, 0.3, 0.5, 0.7].map((noise) => ({
    noise,
    histories: seeds.map((seed) => historyOf({ incidents, noise, contrary }, seededRandom(seed))),
  }));
  const found = levels.map(({ noise, histories }) => {
    const all = histories.map(retrievalOf);
    const of = (pick: (one: (typeof all)[number]) => number): string => percent(mean(all.map(pick)));
    return [
      String(noise),
      of(({ baseline }) => baseline),
      of(({ top1 }) => top1),
      of(({ top3 }) => top3),
      of(({ vote }) => vote),
      of(({ found }) => found),
    ];
  });
  const picked = levels.map(({ noise, histories }) => {
    const played = (memory: boolean) =>
      histories.map((history, index) => picksOf(history, { ...chances, memory }, seededRandom(100 + index)));
    const [without, beside] = [played(false), played(true)];
    return [
      String(noise),
      percent(mean(without.map(({ right }) => right))),
      percent(mean(beside.map(({ right }) => right))),
      percent(mean(beside.map(({ contraryRight }) => contraryRight))),
      percent(
        mean(
          beside.map(
            ({ right, contrary: count, cases, contraryRight }) =>
              (right * cases - contraryRight * count) / (cases - count),
          ),
        ),
      ),
    ];
  });
  process.stdout.write(
    `${incidents} made-up incidents of 8 services and 2 runbooks, mean of ${seeds.length} seeds; leave one out

${table(['noise', 'most frequent cause', 'nearest', 'one of 3 nearest', 'majority', 'any alike enough'], found)}

the change that helps comes first; it is the alternative for about ${percent(contrary)} of services and causes;
the cause is named rightly in ${percent(chances.rightCause)}, the right change is seen to help in ${percent(chances.helps[0])}, the other in ${percent(chances.helps[1])}

${table(['noise', 'without memory', 'with memory', 'where the alternative helps', 'where the usual one helps'], picked)}
`,
  );
  return 0;
};

process.exitCode = main(process.argv.slice(2));

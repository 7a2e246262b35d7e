import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parsedFlags } from '../../local/cli/parsed-flags.ts';
import { coverageOf } from './coverage.ts';
import { coverageText } from './coverage-report.ts';
import { alone, failure, shortest, summary } from './print.ts';
import { scheduleOf } from './schedule.ts';
import type { SeedRun } from './seed-run.ts';
import { runOnly, shorten } from './shorten.ts';
import { spread } from './spread.ts';
import { wholeNumber } from './whole-number.ts';

// `npm run simulate`; this file runs as dist/local/simulate.js beside its worker.
const usage = `npm run simulate [-- flags]      whole incidents under faults, by seed, with every invariant checked at every step

  --seeds <number>     how many seeds (default: 1000)
  --from <number>      the first seed (default: 1)
  --workers <number>   processes (default: one for each core)
  --only <numbers>     with --seeds 1: of all that goes wrong in this seed only these things, such as 3,17, or none
  --coverage           how often each move and each fault of a call was met
  --help               this page

Exit: 0 every invariant held, 1 one did not (printed with its seed, what happened, and the fewest things that must go wrong), 2 bad input.
`;

/** Of many that break the shortest way for a few is enough to read. */
const mostShortened = 3;

const wrong = (message: string): never => {
  process.stderr.write(`simulate: ${message}\n`);
  process.exit(2);
};

const parsed = parsedFlags(process.argv.slice(2), {
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string' },
    coverage: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: false,
});
const { values } = 'message' in parsed ? wrong(parsed.message) : parsed;
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const whole = (flag: 'seeds' | 'from' | 'workers', least: number): number => {
  const value = wholeNumber(flag, values[flag], least);
  return typeof value === 'number' ? value : wrong(value.message);
};
const task = { from: whole('from', 0), seeds: whole('seeds', 1) };
const workers = whole('workers', 1);

if (values.only !== undefined) {
  const isList = /^(none|\d{1,4}(,\d{1,4})*)$/.test(values.only);
  if (!isList) wrong(`--only: expected numbers such as 3,17, or none, found ${values.only}`);
  if (task.seeds !== 1) wrong(`--only: expected --seeds 1 beside it, found --seeds ${task.seeds}`);
  const only = values.only === 'none' ? [] : values.only.split(',').map(Number);
  const { story } = scheduleOf(task.from);
  const { violations, log } = await runOnly(task.from, only);
  process.stdout.write(alone({ seed: task.from, story: story.name, violations, log }, only));
  process.exit(violations.length === 0 ? 0 : 1);
}

const runs: Pick<SeedRun, 'story' | 'statuses'>[] = [];
const broken: number[] = [];
const coverage = coverageOf();
const started = performance.now();
const tell = (): void => {
  const perSecond = runs.flatMap(({ statuses }) => statuses).length / ((performance.now() - started) / 1000);
  process.stderr.write(`${runs.length} of ${task.seeds} seeds, ${perSecond.toFixed(0)} incidents/s\n`);
};
const timer = setInterval(tell, 10_000);
await spread(
  task,
  { script: fileURLToPath(new URL('simulate-worker.js', import.meta.url)), workers },
  {
    onRun: ({ seed, story, statuses, violations, log }) => {
      runs.push({ story, statuses });
      if (violations.length === 0) return undefined;
      broken.push(seed);
      process.stdout.write(failure({ seed, story, violations, log }));
      return undefined;
    },
    onCovered: coverage.add,
  },
);
clearInterval(timer);
const seconds = (performance.now() - started) / 1000;
for (const seed of broken.slice(0, mostShortened)) {
  const shortened = await shorten(seed);
  if (shortened !== undefined) process.stdout.write(shortest(shortened));
}
process.stdout.write(coverageText(coverage.covered(), values.coverage));
process.stdout.write(summary(runs, broken.length, seconds));
process.exitCode = broken.length === 0 ? 0 : 1;

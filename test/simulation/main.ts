import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parsedFlags } from '../../local/cli/parsed-flags.ts';
import { coverageOf } from './coverage.ts';
import { coverageText } from './coverage-report.ts';
import { failure, summary } from './print.ts';
import type { SeedRun } from './seed-run.ts';
import { spread } from './spread.ts';

// `npm run simulate`; this file runs as dist/local/simulate.js beside its worker.
const usage = `npm run simulate [-- flags]      whole incidents under faults, by seed, with every invariant checked at every step

  --seeds <number>     how many seeds (default: 1000)
  --from <number>      the first seed (default: 1)
  --workers <number>   processes (default: one for each core)
  --coverage           how often each move and each fault of a call was met
  --help               this page

Exit: 0 every invariant held, 1 one did not (its seed and everything that happened is printed), 2 bad input.
`;

const wrong = (message: string): never => {
  process.stderr.write(`simulate: ${message}\n`);
  process.exit(2);
};

const parsed = parsedFlags(process.argv.slice(2), {
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
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
  const value = Number(values[flag]);
  const isWhole = /^\d{1,10}$/.test(values[flag]) && value >= least && value < 2 ** 32;
  return isWhole
    ? value
    : wrong(`--${flag}: expected a whole number of at least ${least} and below 2^32, found ${values[flag]}`);
};
const task = { from: whole('from', 0), seeds: whole('seeds', 1) };
const workers = whole('workers', 1);

const runs: Pick<SeedRun, 'story' | 'statuses'>[] = [];
let broken = 0;
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
      if (violations.length === 0) return;
      broken += 1;
      process.stdout.write(failure({ seed, story, statuses, violations, log }));
    },
    onCovered: coverage.add,
  },
);
clearInterval(timer);
process.stdout.write(coverageText(coverage.covered(), values.coverage));
process.stdout.write(summary(runs, broken, (performance.now() - started) / 1000));
process.exitCode = broken === 0 ? 0 : 1;

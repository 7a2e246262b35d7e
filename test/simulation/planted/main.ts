import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parsedFlags } from '../../../local/cli/parsed-flags.ts';
import { wholeNumber } from '../whole-number.ts';
import { bundlePlanted } from './bundle.ts';
import { hunt, type Hunted } from './hunt.ts';
import { type Planted, plantedIn } from './patch.ts';
import { readPatches } from './patches.ts';
import { huntTable } from './print.ts';

// `npm run planted`; runs in the root of the repository.
const usage = `npm run planted [-- flags]      plants each bug of test/simulation/planted/*.patch and lets the simulator look for it

  --only <name>        this bug; repeat it for more
  --seeds <number>     in how many seeds it must be found (default: 5000)
  --from <number>      the first seed (default: 1)
  --workers <number>   bugs at the same time, a process each (default: one for each core)
  --list               the bugs, without looking for them
  --help               this page

The working tree is only read: a bug is in the bundle of the simulator, below dist/planted, and nowhere else.
Exit: 0 every bug was found, 1 one was not or its patch does not apply, 2 bad input.
`;

const root = process.cwd();
const place = { root, entry: 'test/simulation/worker.ts', outdir: join(root, 'dist/planted') };

const fail = (message: string, code: 1 | 2): never => {
  process.stderr.write(`planted: ${message}\n`);
  process.exit(code);
};

const parsed = parsedFlags(process.argv.slice(2), {
  options: {
    only: { type: 'string', multiple: true, default: [] },
    seeds: { type: 'string', default: '5000' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: false,
});
const { values } = 'message' in parsed ? fail(parsed.message, 2) : parsed;
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const whole = (flag: 'seeds' | 'from' | 'workers', least: number): number => {
  const value = wholeNumber(flag, values[flag], least);
  return typeof value === 'number' ? value : fail(value.message, 2);
};
const task = { from: whole('from', 0), seeds: whole('seeds', 1) };
const workers = whole('workers', 1);

const all = readPatches(root).map((one) => (one.kind === 'wrong' ? fail(one.message, 1) : one));
const names = new Set(all.map(({ name }) => name));
for (const name of values.only) {
  if (!names.has(name)) fail(`--only: expected one of ${[...names].join(', ')}, found ${name}`, 2);
}
const asked = values.only.length === 0 ? all : all.filter(({ name }) => values.only.includes(name));
if (values.list) {
  process.stdout.write(asked.map(({ name, bug }) => `${name}: ${bug}\n`).join(''));
  process.exit(0);
}

// Before the first of them is looked for: that takes minutes.
for (const planted of asked) {
  const made = plantedIn(readFileSync(join(root, planted.file), 'utf8'), planted);
  if (made.kind === 'wrong') fail(made.message, 1);
}

const lookFor = async (planted: Planted): Promise<Hunted> => {
  const bundled = await bundlePlanted(place, planted.name, [planted]);
  if (bundled.kind === 'wrong') return fail(bundled.message, 1);
  return hunt(planted, bundled.script, task);
};

const waiting = [...asked];
const hunted: Hunted[] = [];
const work = async (): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const one = await lookFor(next);
    hunted.push(one);
    const { name, seeds, found } = one;
    const what = found === undefined ? 'not found' : `found with seed ${found.seed}: ${found.violation}`;
    process.stderr.write(`${hunted.length} of ${asked.length}: ${name}, ${seeds} seeds, ${what}\n`);
  }
};
rmSync(place.outdir, { recursive: true, force: true });
await Promise.all(Array.from({ length: workers }, work));
rmSync(place.outdir, { recursive: true, force: true });
process.stdout.write(huntTable(hunted.toSorted((a, b) => a.name.localeCompare(b.name))));
process.exitCode = hunted.every(({ found }) => found !== undefined) ? 0 : 1;

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArguments, usage } from './bench/storm/arguments.ts';
import { playStorm } from './bench/storm/play.ts';
import { stormText } from './bench/storm/text.ts';
import { stormPolicy } from './bench/storm/world.ts';
import { openTable } from './cli/table.ts';
import { readTemplate } from './template/read.ts';

// `npm run bench:storm`; this file runs as dist/local/bench-storm.js.
const root = fileURLToPath(new URL('../..', import.meta.url));

const main = async (argv: readonly string[]): Promise<0 | 1 | 2> => {
  const parsed = parseArguments(argv);
  if (parsed.kind === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (parsed.kind === 'wrong') {
    process.stderr.write(`bench:storm: ${parsed.message}\n`);
    return 2;
  }
  const { dynoxide, ...options } = parsed;
  const template = readTemplate(readFileSync(join(root, 'template.yaml'), 'utf8'));
  const policy = stormPolicy(join(root, 'layers/policy'));
  const storm = await playStorm({
    ...options,
    template,
    policy,
    openTable: async (now) => (await openTable(!dynoxide, template, now)).table,
  });
  process.stdout.write(stormText(storm));
  return storm.problems.length === 0 ? 0 : 1;
};

process.exitCode = await main(process.argv.slice(2));

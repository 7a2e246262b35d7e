import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPolicyLayer } from '../core/runtime/policy-source.ts';
import { parseArguments, usage } from './bench/soak/arguments.ts';
import { objectBytes } from './bench/soak/object-bytes.ts';
import { soak } from './bench/soak/soak.ts';
import { soakText } from './bench/soak/text.ts';
import { openTable } from './cli/table.ts';
import { scenarios } from './scenarios/catalogue.ts';
import { readTemplate } from './template/read.ts';

// `npm run soak`; this file runs as dist/local/soak.js.
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A sample of the memory after each scenario was played once more, so that all samples are alike. */
const every = scenarios.length;

const main = async (argv: readonly string[]): Promise<0 | 1 | 2> => {
  const parsed = parseArguments(argv);
  if (parsed.kind === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (parsed.kind === 'wrong') {
    process.stderr.write(`soak: ${parsed.message}\n`);
    return 2;
  }
  const { gc } = globalThis;
  if (gc === undefined) {
    process.stderr.write('soak: expected node --expose-gc, found none: call it by npm run soak\n');
    return 2;
  }
  const { minutes, dynoxide } = parsed;
  const template = readTemplate(readFileSync(join(root, 'template.yaml'), 'utf8'));
  const half = minutes * 30_000;
  const ends = new Map<string, number>();
  const { parts, problems } = await soak({
    template,
    policy: loadPolicyLayer(join(root, 'layers/policy')),
    openTable: async (now) => (await openTable(!dynoxide, template, now)).table,
    heapBytes: () => {
      gc();
      return objectBytes();
    },
    every,
    more: (part) => {
      const end = ends.get(part) ?? performance.now() + half;
      ends.set(part, end);
      return performance.now() < end;
    },
  });
  process.stdout.write(soakText(parts, problems));
  return problems.length === 0 ? 0 : 1;
};

process.exitCode = await main(process.argv.slice(2));

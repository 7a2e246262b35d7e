import { parsedFlags } from '../../local/cli/parsed-flags.ts';

export type Arguments =
  | { kind: 'help' }
  | { kind: 'run'; inputs: number; seed: number; targets: readonly string[]; path?: string }
  | { kind: 'wrong'; message: string };

const options = {
  inputs: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  target: { type: 'string', multiple: true },
  path: { type: 'string' },
  help: { type: 'boolean' },
} as const;
const wrong = (message: string): Arguments => ({ kind: 'wrong', message: `${message} (--help shows the flags)` });

/** fast-check takes a seed of 32 bits. */
const isWhole = (text: string, least: number): boolean =>
  /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) < 2 ** 31;

/** Reads the flags of `npm run hostile`; `known` are the names of the targets. */
export const parseArguments = (argv: readonly string[], known: readonly string[]): Arguments => {
  const parsed = parsedFlags(argv, { options, allowPositionals: false });
  if ('message' in parsed) return wrong(parsed.message);
  const { help, inputs, seed, target = [], path } = parsed.values;
  if (help === true) return { kind: 'help' };
  if (!isWhole(inputs, 1)) return wrong(`--inputs: expected a whole number from 1, found ${inputs}`);
  if (!isWhole(seed, 0)) return wrong(`--seed: expected a whole number from 0, found ${seed}`);
  const unknown = target.find((name) => !known.includes(name));
  if (unknown !== undefined) return wrong(`--target: expected one of ${known.join(', ')}, found ${unknown}`);
  if (path !== undefined && (target.length !== 1 || !/^\d+(?::\d+)*$/.test(path))) {
    return wrong('--path: expected the path of a failing input, such as 12:0:3, with its --target and its --seed');
  }
  const run = { inputs: Number(inputs), seed: Number(seed), targets: target.length === 0 ? known : target };
  return { kind: 'run', ...run, ...(path === undefined ? {} : { path }) };
};

import { availableParallelism } from 'node:os';
import { parsedFlags } from '../../local/cli/parsed-flags.ts';

export type Arguments =
  | { kind: 'help' }
  | { kind: 'run'; kills: number; seed: number; workers: number }
  | { kind: 'wrong'; message: string };

export const usage = `npm run crash [-- flags]      kills the embedded stack at random moments over complete loops, its table on disk

  --kills <number>     how often at least (default: 200)
  --seed <number>      the first loop; each further one has the next number (default: 1)
  --workers <number>   loops at a time (default: one for each core)
  --help               this page

A seed fixes the story and the moments; what the machine does until then it does not.
Exit: 0 every incident ended properly and nothing was changed twice, 1 not so (the loop and everything that happened in it
is printed), 2 bad input.
`;

const options = {
  kills: { type: 'string', default: '200' },
  seed: { type: 'string', default: '1' },
  workers: { type: 'string', default: String(availableParallelism()) },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the arguments of `npm run crash`. A wrong call is one line that says what was expected. */
export const parseArguments = (argv: readonly string[]): Arguments => {
  const parsed = parsedFlags(argv, { options, allowPositionals: false });
  if ('message' in parsed) return { kind: 'wrong', message: parsed.message };
  const { values } = parsed;
  if (values.help) return { kind: 'help' };
  for (const flag of ['kills', 'seed', 'workers'] as const) {
    if (!/^[1-9]\d{0,5}$/.test(values[flag])) {
      return { kind: 'wrong', message: `--${flag}: expected a whole number from 1 to 999999, found ${values[flag]}` };
    }
  }
  return { kind: 'run', kills: Number(values.kills), seed: Number(values.seed), workers: Number(values.workers) };
};

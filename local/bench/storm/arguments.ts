import { parsedFlags } from '../../cli/parsed-flags.ts';
import { wholeNumber } from '../whole-number.ts';

export const usage = `npm run bench:storm [-- flags]   alarms of one minute against the real handlers on a virtual clock

  --alarms <number>       events within the minute (default: 10000)
  --resources <number>    what they are about (default: 200)
  --concurrency <number>  runs of all functions at once (default: 1000, the usual quota of an account)
  --seed <number>         another storm (default: 1)
  --dynoxide              the table in the embedded DynamoDB instead of in memory
  --help                  this page

Exit: 0 every alarm is accounted for and every budget held, 1 not, 2 bad input.
`;

export type StormArguments =
  | { kind: 'help' }
  | { kind: 'wrong'; message: string }
  | { kind: 'play'; alarms: number; resources: number; concurrency: number; seed: number; dynoxide: boolean };

const numbers = { alarms: 100_000, resources: 900, concurrency: 100_000, seed: 999_999_999 } as const;
const usual = { alarms: '10000', resources: '200', concurrency: '1000', seed: '1' } as const;

/** Reads the arguments of `npm run bench:storm`. A wrong call is one line that says what was expected. */
export const parseArguments = (argv: readonly string[]): StormArguments => {
  const options = {
    alarms: { type: 'string' },
    resources: { type: 'string' },
    concurrency: { type: 'string' },
    seed: { type: 'string' },
    dynoxide: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const parsed = parsedFlags(argv, { options, allowPositionals: false });
  if ('message' in parsed) return { kind: 'wrong', message: parsed.message };
  const { values } = parsed;
  if (values.help === true) return { kind: 'help' };
  const read = { alarms: 0, resources: 0, concurrency: 0, seed: 0 };
  for (const flag of ['alarms', 'resources', 'concurrency', 'seed'] as const) {
    const number = wholeNumber(`--${flag}`, values[flag] ?? usual[flag], numbers[flag]);
    if (typeof number !== 'number') return { kind: 'wrong', message: number.message };
    read[flag] = number;
  }
  return { kind: 'play', ...read, dynoxide: values.dynoxide === true };
};

import { parsedFlags } from '../../cli/parsed-flags.ts';
import { wholeNumber } from '../whole-number.ts';

export const usage = `npm run soak [-- flags]     loops of the embedded stack at full speed: memory, handles, incidents, audit

  --minutes <number>      how long, half with a stack for each loop and half with one stack for all (default: 30)
  --dynoxide              the tables of the first half in the embedded DynamoDB
  --help                  this page

Exit: 0 nothing grew, nothing was left and every incident ended as expected, 1 not, 2 bad input.
`;

export type SoakArguments =
  | { kind: 'help' }
  | { kind: 'wrong'; message: string }
  | { kind: 'soak'; minutes: number; dynoxide: boolean };

const options = {
  minutes: { type: 'string' },
  dynoxide: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the arguments of `npm run soak`. A wrong call is one line that says what was expected. */
export const parseArguments = (argv: readonly string[]): SoakArguments => {
  const parsed = parsedFlags(argv, { options, allowPositionals: false });
  if ('message' in parsed) return { kind: 'wrong', message: parsed.message };
  const { values } = parsed;
  if (values.help === true) return { kind: 'help' };
  const minutes = wholeNumber('--minutes', values.minutes ?? '30', 1_440);
  if (typeof minutes !== 'number') return { kind: 'wrong', message: minutes.message };
  return { kind: 'soak', minutes, dynoxide: values.dynoxide === true };
};

import { parsedFlags } from '../cli/parsed-flags.ts';

export type Arguments =
  | { kind: 'help' }
  | { kind: 'list' }
  | { kind: 'check'; file: string; json: boolean }
  | { kind: 'wrong'; message: string };

const options = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const;
const wrong = (message: string): Arguments => ({ kind: 'wrong', message: `${message} (--help shows the commands)` });

/** Reads the arguments of `npm run policy`. A wrong call is one line that says what was expected; nothing is guessed. */
export const parseArguments = (argv: readonly string[]): Arguments => {
  const parsed = parsedFlags(argv, { options, allowPositionals: true });
  if ('message' in parsed) return wrong(parsed.message);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [command, file, ...more] = positionals;
  if (command === undefined) return wrong('expected a command, check or list, found none');
  switch (command) {
    case 'list':
      if (file !== undefined || values.json === true) return wrong('list takes no argument and no flag');
      return { kind: 'list' };
    case 'check':
      if (file === undefined || more.length > 0) {
        return wrong(`check: expected one <request.json>, found ${positionals.length - 1}`);
      }
      return { kind: 'check', file, json: values.json === true };
    default:
      return wrong(`expected a command, check or list, found ${command}`);
  }
};

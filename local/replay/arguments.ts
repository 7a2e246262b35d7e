import { parsedFlags } from '../cli/parsed-flags.ts';

export type Arguments =
  | { kind: 'help' }
  | { kind: 'replay'; dir: string; json: boolean }
  | { kind: 'wrong'; message: string };

const options = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const;
const wrong = (message: string): Arguments => ({ kind: 'wrong', message: `${message} (--help shows how)` });

/** Reads the arguments of `npm run replay`. A wrong call is one line that says what was expected; nothing is guessed. */
export const parseArguments = (argv: readonly string[]): Arguments => {
  const parsed = parsedFlags(argv, { options, allowPositionals: true });
  if ('message' in parsed) return wrong(parsed.message);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [dir] = positionals;
  if (dir === undefined || positionals.length > 1) {
    return wrong(`expected one <bundle-dir>, found ${positionals.length}`);
  }
  return { kind: 'replay', dir, json: values.json === true };
};

import { parsedFlags } from '../cli/parsed-flags.ts';
import type { Command } from './command.ts';
import { everywhere, options } from './flags.ts';
import { type Form, forms } from './forms.ts';
import { type Where, whereOf } from './where.ts';

export type Arguments =
  | { kind: 'help' }
  | { kind: 'run'; command: Command; where: Where; json: boolean }
  | { kind: 'wrong'; message: string };

const wrong = (message: string): Arguments => ({ kind: 'wrong', message: `${message} (--help shows the commands)` });

/** Reads the arguments of `npm run ops`. A wrong call is one line that says what was expected; nothing is guessed. */
export const parseArguments = (argv: readonly string[]): Arguments => {
  const parsed = parsedFlags(argv, { options, allowPositionals: true });
  if ('message' in parsed) return wrong(parsed.message);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const found = formOf(positionals);
  if (typeof found === 'string') return wrong(found);
  const { name, form, names } = found;
  const stray = Object.keys(values).find((flag) => ![...everywhere, ...form.flags].some((known) => known === flag));
  if (stray !== undefined) return wrong(`${name} takes no --${stray}`);
  if (names.length > form.atMost) {
    return wrong(
      `${name}: expected ${form.atMost === 0 ? 'nothing' : 'at most one incident'} after it, found ${names.join(' ')}`,
    );
  }
  const where = whereOf(values);
  if (typeof where === 'string') return wrong(where);
  const command = form.make(values, names);
  return typeof command === 'string'
    ? wrong(`${name}: ${command}`)
    : { kind: 'run', command, where, json: values.json === true };
};

const formOf = (words: readonly string[]): { name: string; form: Form; names: string[] } | string => {
  const [first, second, ...rest] = words;
  if (first === undefined) return 'expected a command, found none';
  const one = forms.get(first);
  if (one !== undefined) return { name: first, form: one, names: words.slice(1) };
  const two = forms.get(`${first} ${second}`);
  if (two !== undefined) return { name: `${first} ${second}`, form: two, names: rest };
  const seconds = [...forms.keys()].flatMap((name) =>
    name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : [],
  );
  if (seconds.length > 0) return `${first}: expected one of ${seconds.join(', ')}, found ${second ?? 'nothing'}`;
  const firsts = [...new Set([...forms.keys()].map((name) => name.split(' ')[0]))];
  return `expected a command, one of ${firsts.join(', ')}, found ${first}`;
};

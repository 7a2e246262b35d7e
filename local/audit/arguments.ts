import { parsedFlags } from '../cli/parsed-flags.ts';

export type Command =
  | { kind: 'verify'; dir: string; key?: string; head?: string }
  | { kind: 'trail'; incident: string; dir: string; events: string };
export type Arguments =
  | { kind: 'help' }
  | { kind: 'run'; command: Command; json: boolean }
  | { kind: 'wrong'; message: string };

const options = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  key: { type: 'string' },
  head: { type: 'string' },
  dir: { type: 'string' },
  events: { type: 'string' },
} as const;
type Values = {
  -readonly [Name in keyof typeof options]?: (typeof options)[Name]['type'] extends 'string' ? string : boolean;
};

const own: Readonly<Record<Command['kind'], readonly string[]>> = { verify: ['key', 'head'], trail: ['dir', 'events'] };
const wrong = (message: string): Arguments => ({ kind: 'wrong', message: `${message} (--help shows the commands)` });

/** Reads the arguments of `npm run audit`. A wrong call is one line that says what was expected; nothing is guessed. */
export const parseArguments = (argv: readonly string[]): Arguments => {
  const parsed = parsedFlags(argv, { options, allowPositionals: true });
  if ('message' in parsed) return wrong(parsed.message);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [name, subject, ...more] = positionals;
  if (name !== 'verify' && name !== 'trail') {
    return wrong(`expected a command, verify or trail, found ${name ?? 'none'}`);
  }
  const stray = Object.keys(values).find((flag) => ![...own[name], 'json'].includes(flag));
  if (stray !== undefined) return wrong(`${name} takes no --${stray}`);
  if (subject === undefined || more.length > 0) {
    const what = name === 'verify' ? '<dir>' : '<incident>';
    return wrong(`${name}: expected one ${what}, found ${positionals.length - 1}`);
  }
  const command = name === 'verify' ? verify(subject, values) : trail(subject, values);
  return typeof command === 'string' ? wrong(command) : { kind: 'run', command, json: values.json === true };
};

const verify = (dir: string, { key, head }: Values): Command => ({
  kind: 'verify',
  dir,
  ...(key === undefined ? {} : { key }),
  ...(head === undefined ? {} : { head }),
});

const trail = (incident: string, { dir, events }: Values): Command | string => {
  if (dir === undefined) return 'trail: expected --dir <dir>, a download of the audit bucket';
  if (events === undefined) return "trail: expected --events <path>, CloudTrail's events";
  return { kind: 'trail', incident, dir, events };
};

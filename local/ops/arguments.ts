import { parseArgs } from 'node:util';
import { type Status, statuses } from '../../core/incident/lifecycle.ts';

/** Which stack, and as whom. Without `stack` and `url` it is the one that runs on this machine. */
export type Where = { stack?: string; url?: string; region?: string; as?: string };

export type Command =
  | { kind: 'list'; status?: Status | 'open' }
  | { kind: 'show' | 'journal'; incident?: string }
  | { kind: 'report'; incident?: string; html: boolean }
  | { kind: 'figures'; days?: number }
  | { kind: 'watch'; incident?: string; once: boolean }
  | { kind: 'close' | 'review'; incident?: string; reason: string }
  | Decide
  | { kind: 'circuit-show' }
  | { kind: 'circuit-close'; scopes: string[]; all: boolean; reason: string }
  | { kind: 'switch'; name: 'execution'; to?: 'enabled' | 'disabled' }
  | { kind: 'switch'; name: 'emergency-stop'; to?: 'clear' | 'set' };

export type Decide = {
  kind: 'decide';
  what: 'approve' | 'reject' | 'rollback';
  incident?: string;
  /** From 1, as shown. */
  choice?: number;
  /** The beginning of the digest of exactly the change that is consented to: the consent of a script. */
  digest?: string;
  reason?: string;
  rollback: boolean;
  breakGlass: boolean;
};

export type Arguments =
  | { kind: 'help' }
  | { kind: 'run'; command: Command; where: Where; json: boolean }
  | { kind: 'wrong'; message: string };

const options = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  stack: { type: 'string' },
  url: { type: 'string' },
  region: { type: 'string' },
  as: { type: 'string' },
  status: { type: 'string' },
  once: { type: 'boolean' },
  reason: { type: 'string' },
  choice: { type: 'string' },
  digest: { type: 'string' },
  'no-rollback': { type: 'boolean' },
  'break-glass': { type: 'boolean' },
  all: { type: 'boolean' },
  html: { type: 'boolean' },
  days: { type: 'string' },
} as const;

type Values = {
  [Name in keyof typeof options]?: (typeof options)[Name]['type'] extends 'string' ? string : boolean;
};
type Flag = keyof typeof options;
const everywhere: readonly Flag[] = ['help', 'json', 'stack', 'url', 'region', 'as'];

/** What makes a command of its words and flags; a string is what is wrong with them. */
type Form = { flags: readonly Flag[]; atMost: number; make(values: Values, names: string[]): Command | string };

const named = (names: string[]): { incident?: string } => (names[0] === undefined ? {} : { incident: names[0] });

const reasonOf = ({ reason }: Values): { reason: string } | string => {
  const text = reason?.trim() ?? '';
  return text === '' || text.length > 500 ? '--reason is needed, 1 to 500 characters' : { reason: text };
};

const withReason = (kind: 'close' | 'review'): Form => ({
  flags: ['reason'],
  atMost: 1,
  make: (values, names) => {
    const reason = reasonOf(values);
    return typeof reason === 'string' ? reason : { kind, ...named(names), ...reason };
  },
});

const statusOf = ({ status }: Values): { status?: Status | 'open' } | string => {
  if (status === undefined) return {};
  const known = (['open', ...statuses] as const).find((one) => one === status.replaceAll(' ', '_'));
  return known === undefined ? `--status must be open or a status, found ${status}` : { status: known };
};

const choiceOf = ({ choice, digest }: Values): { choice?: number; digest?: string } | string => {
  if (choice !== undefined && digest !== undefined) return '--choice and --digest exclude each other: give one of them';
  if (choice !== undefined) {
    return /^[1-9]\d?$/.test(choice) ? { choice: Number(choice) } : `--choice must be a number from 1, found ${choice}`;
  }
  if (digest === undefined) return {};
  return /^[0-9a-f]{8,64}$/.test(digest)
    ? { digest }
    : '--digest must be the beginning of a digest as shown: at least 8 of its characters 0 to 9 and a to f';
};

const daysOf = ({ days }: Values): { days?: number } | string => {
  if (days === undefined) return {};
  const wrong = `--days must be a whole number from 1 to 90, found ${days}`;
  return /^[1-9]\d?$/.test(days) && Number(days) <= 90 ? { days: Number(days) } : wrong;
};

const decide = (what: Decide['what'], flags: readonly Flag[]): Form => ({
  flags: ['reason', ...flags],
  atMost: 1,
  make: (values, names) => {
    const chosen = choiceOf(values);
    if (typeof chosen === 'string') return chosen;
    const reason = values.reason === undefined ? {} : reasonOf(values);
    if (typeof reason === 'string') return reason;
    const consent = { rollback: values['no-rollback'] !== true, breakGlass: values['break-glass'] === true };
    return { kind: 'decide', what, ...named(names), ...chosen, ...reason, ...consent };
  },
});

const read = (kind: 'show' | 'journal'): Form => ({
  flags: [],
  atMost: 1,
  make: (_values, names) => ({ kind, ...named(names) }),
});
const bare = (command: Command): Form => ({ flags: [], atMost: 0, make: () => command });

const forms: ReadonlyMap<string, Form> = new Map(
  Object.entries<Form>({
    'incidents list': {
      flags: ['status'],
      atMost: 0,
      make: (values) => {
        const status = statusOf(values);
        return typeof status === 'string' ? status : { kind: 'list', ...status };
      },
    },
    'incidents show': read('show'),
    'incidents report': {
      flags: ['html'],
      atMost: 1,
      make: ({ html }, names) => ({ kind: 'report', ...named(names), html: html === true }),
    },
    figures: {
      flags: ['days'],
      atMost: 0,
      make: (values) => {
        const days = daysOf(values);
        return typeof days === 'string' ? days : { kind: 'figures', ...days };
      },
    },
    'incidents watch': {
      flags: ['once'],
      atMost: 1,
      make: ({ once }, names) => ({ kind: 'watch', ...named(names), once: once === true }),
    },
    'incidents close': withReason('close'),
    'incidents review': withReason('review'),
    approve: decide('approve', ['choice', 'digest', 'no-rollback', 'break-glass']),
    reject: decide('reject', []),
    rollback: decide('rollback', ['digest', 'break-glass']),
    journal: read('journal'),
    'circuit show': bare({ kind: 'circuit-show' }),
    'circuit close': {
      flags: ['reason', 'all'],
      atMost: 20,
      make: (values, scopes) => {
        const reason = reasonOf(values);
        if (typeof reason === 'string') return reason;
        const all = values.all === true;
        if (all && scopes.length > 0) return '--all closes every open circuit: name none';
        return { kind: 'circuit-close', scopes, all, ...reason };
      },
    },
    'execution show': bare({ kind: 'switch', name: 'execution' }),
    'execution enable': bare({ kind: 'switch', name: 'execution', to: 'enabled' }),
    'execution disable': bare({ kind: 'switch', name: 'execution', to: 'disabled' }),
    'emergency-stop show': bare({ kind: 'switch', name: 'emergency-stop' }),
    'emergency-stop set': bare({ kind: 'switch', name: 'emergency-stop', to: 'set' }),
    'emergency-stop clear': bare({ kind: 'switch', name: 'emergency-stop', to: 'clear' }),
  }),
);

const wrong = (message: string): Arguments => ({ kind: 'wrong', message: `${message} (--help shows the commands)` });

/** Reads the arguments of `npm run ops`. A wrong call is one line that says what was expected; nothing is guessed. */
export const parseArguments = (argv: readonly string[]): Arguments => {
  const parsed = flags(argv);
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

const whereOf = ({ stack, url, region, as }: Values): Where | string => {
  if (stack !== undefined && url !== undefined) return '--stack and --url exclude each other: give one of them';
  if (as !== undefined && (stack !== undefined || url !== undefined)) {
    return '--as is for the stack on this machine; in an account you are who your AWS credentials say';
  }
  if (region !== undefined && stack === undefined && url === undefined) return '--region needs --stack or --url';
  if (stack !== undefined && !/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stack)) {
    return `--stack must be the name of a CloudFormation stack, found ${stack}`;
  }
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(url === undefined ? {} : { url }),
    ...(region === undefined ? {} : { region }),
    ...(as === undefined ? {} : { as }),
  };
};

const flags = (argv: readonly string[]): { values: Values; positionals: string[] } | { message: string } => {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // parseArgs explains dashes at length; its first sentence names what was wrong.
    const [first = error.message] = error.message.split(/(?<=['"])\. /);
    return { message: first };
  }
};

import { statuses, type Status } from '../../core/incident/lifecycle.ts';
import { Week } from '../../core/knowledge/weekly/week.ts';
import { Mode, modes } from '../../core/remediation/mode.ts';
import type { Command, Decide } from './command.ts';
import type { Flag, Values } from './flags.ts';

/** What makes a command of its words and flags; a string is what is wrong with them. */
export type Form = { flags: readonly Flag[]; atMost: number; make(values: Values, names: string[]): Command | string };

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

const weekOf = ({ week }: Values): { week?: string } | string => {
  if (week === undefined || Week.safeParse(week).success) return week === undefined ? {} : { week };
  return `--week must be the date of a Monday, as 2026-11-23, found ${week}`;
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
const switchTo = (to: Mode): Command => ({ kind: 'switch', name: 'mode', to });
const bare = (command: Command): Form => ({ flags: [], atMost: 0, make: () => command });

/** Every command by its one or two words. */
export const forms: ReadonlyMap<string, Form> = new Map(
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
    weekly: {
      flags: ['week'],
      atMost: 0,
      make: (values) => {
        const week = weekOf(values);
        return typeof week === 'string' ? week : { kind: 'weekly', ...week };
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
    'mode show': bare({ kind: 'switch', name: 'mode' }),
    'mode set': {
      flags: [],
      atMost: 1,
      make: (_values, [word]) => {
        const to = Mode.safeParse(word).data;
        return to === undefined ? `expected ${modes.join(', ')}, found ${word ?? 'nothing'}` : switchTo(to);
      },
    },
  }),
);

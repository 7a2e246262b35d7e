import type { Random } from '../../local/engine/random.ts';

/**
 * When a process is killed: after a share of the time that a whole loop takes, or at its n-th call to the outside of a
 * kind: before it has its effect, or after it and before the answer. `effect`: a call that leaves something behind, or a
 * transaction of the table; `change`: a call that changes a resource.
 */
export type Moment =
  | { kind: 'time'; share: number }
  | { kind: 'call' | 'effect' | 'change'; number: number; when: 'before' | 'after' };

/** Of each kind: most processes that live for a whole loop make more calls, so that most moments come. */
const most = { call: 250, effect: 60, change: 3 };

/** A moment of each kind is as likely as one of any other: for most of the time of a loop nothing is being changed. */
export const drawMoment = (random: Random): Moment => {
  const kind = (['time', 'call', 'effect', 'change'] as const)[random.int(4)] ?? 'time';
  // Squared: half of them fall into the start, which is the first quarter.
  return kind === 'time'
    ? { kind, share: random.next() ** 2 }
    : { kind, number: 1 + random.int(most[kind]), when: random.chance(0.5) ? 'before' : 'after' };
};

export const momentText = (moment: Moment): string =>
  moment.kind === 'time'
    ? `after ${Math.round(100 * moment.share)} % of the time of a loop`
    : `${moment.when} ${moment.kind} ${moment.number}`;

const effects: ReadonlySet<string> = new Set([
  'claims.take',
  'auditStore.put',
  'notices.send',
  'desk.writing',
  'desk.moved',
  'keys.signer.sign',
  'keys.proofGenerator.generate',
]);

/** Whether a call is of a kind; `changing` are those of a session that change a resource, `path` is which one it is. */
export const isOfKind = (kind: Moment['kind'], name: string, path: unknown, changing: ReadonlySet<string>): boolean => {
  const changes = name === 'write' && changing.has(String(path));
  switch (kind) {
    case 'time':
      return false;
    case 'call':
      return true;
    case 'effect':
      return changes || effects.has(name);
    case 'change':
      return changes;
    default:
      return kind satisfies never;
  }
};

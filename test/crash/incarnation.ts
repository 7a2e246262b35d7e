import { setTimeout as sleep } from 'node:timers/promises';
import type { Status } from '../../core/incident/lifecycle.ts';
import type { Random } from '../../local/engine/random.ts';
import { type Life, startLife } from './life.ts';
import { isOfKind, type Moment } from './moments.ts';
import type { Outside } from './outside.ts';
import { methodAt } from './remote.ts';
import type { Setup } from './setup.ts';

/** What was going on when a process was killed. */
export type Struck = Status | 'starting' | 'starting again' | 'no incident yet';
export type Incarnation =
  | { kind: 'killed'; during: Struck }
  | { kind: 'ended' }
  | { kind: 'died'; how: string }
  | { kind: 'stuck' };

type Options = {
  program: string;
  setup: Setup;
  outside: Outside;
  /** When it is killed, if ever. */
  moment: Moment | undefined;
  /** What a whole loop takes on this machine, in milliseconds. */
  loopMs: number;
  isFirst: boolean;
  random: Random;
  /** Hears of the time of the process. */
  onTime: (now: Date) => void;
  /** How it is reached, once it was started. */
  onLife: (life: Life) => void;
};

/** A process that is still there after this time comes to no end. */
const longestMs = 120_000;
/** Less than so long a call that has an effect is under way, and so long its answer. */
const underWayMs = 3;

/** Lets one process live until it ends by itself or is killed. */
export const incarnate = async (options: Options): Promise<Incarnation> => {
  const { program, setup, outside, moment, loopMs, isFirst, random, onTime, onLife } = options;
  const { served, changing, book } = outside;
  let during: Struck = isFirst ? 'starting' : 'starting again';
  let isUp = false;
  let isDead = false;
  let isLate = false;
  let counted = 0;

  const strike = (): void => {
    if (isDead) return;
    isDead = true;
    if (isUp) during = book.current()?.status ?? 'no incident yet';
    life.kill();
  };
  const answer = async (name: string, [at, ...args]: readonly unknown[]): Promise<unknown> => {
    if (at instanceof Date) onTime(at);
    const isOf = (kind: Moment['kind']): boolean => isOfKind(kind, name, args[1], changing);
    const isNow = moment !== undefined && moment.kind !== 'time' && isOf(moment.kind) && ++counted === moment.number;
    if (isOf('effect')) await sleep(random.int(underWayMs));
    if (isNow && moment.when === 'before') strike();
    // What was not under way before the death never was.
    if (isNow && moment.when === 'before') return undefined;
    const value = await methodAt(served, name)(...args);
    if (name === 'desk.started') isUp = true;
    if (isNow) strike();
    if (isOf('effect')) await sleep(random.int(underWayMs));
    return value;
  };

  outside.again();
  const life = startLife(program, setup, answer);
  onLife(life);
  const timers = [
    setTimeout(() => {
      isLate = true;
      life.kill();
    }, longestMs),
    ...(moment?.kind === 'time' ? [setTimeout(strike, moment.share * loopMs)] : []),
  ];
  const over = await life.over;
  for (const timer of timers) clearTimeout(timer);
  if (isLate) return { kind: 'stuck' };
  if (over.kind === 'killed') return { kind: 'killed', during };
  return over.code === 0 && outside.left.report() !== undefined
    ? { kind: 'ended' }
    : { kind: 'died', how: `exit ${over.code}: ${over.said}` };
};

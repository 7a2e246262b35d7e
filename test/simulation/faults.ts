import { AsyncLocalStorage } from 'node:async_hooks';
import type { EngineClock } from '../../local/engine/clock.ts';
import type { Random } from '../../local/engine/random.ts';
import type { Handler } from '../../local/engine/types.ts';
import { Crash } from '../support/crash.ts';
import type { Chances } from './chances.ts';
import type { Coverage, Points } from './coverage.ts';
import { type Aim, drawStrikes, drawUnusual, givenStrikes, type Strike } from './fault-plan.ts';
import { type CallFault, callFaults } from './mishap.ts';
import { downFunction, outages } from './outages.ts';
import { unavailable } from './port-errors.ts';
import { drawSkew } from './skew.ts';
import { stepOf } from './step-of.ts';
import type { Usual } from './usual.ts';

/** How likely invocations are hit, slow, and started on a host whose clock is off; and the run, by an outage. */
export type Unkindness = {
  others: Aim;
  aims: Readonly<Record<string, Aim>>;
  slow: number;
  skewed: number;
  outage: number;
};

/** What is to be known of a call before it can go wrong as the real one does. */
export type Traits = {
  /** It changes something: to die before it is not to die after it. */
  changes?: boolean;
  /** What a port that promises never to throw answers when its service does not. */
  instead?: () => unknown;
  /** What the adapter throws when it is throttled, or gets no answer. */
  error?: (kind: 'throttle' | 'timeout', name: string) => Error;
  /** The SDK makes a call whose answer was lost a second time, and hands on what it then hears. */
  repeats?: boolean;
};

/** One process at work. */
type Invocation = {
  function: string;
  number: number;
  plan: Strike[];
  /** Undefined where mishaps are given and nothing is drawn. */
  random: Random | undefined;
  calls: number;
  dead: boolean;
  /** When Lambda ends it, in ms since 1970. */
  deadline: number;
  aheadMs: number;
  step: string;
  points: Points;
};

export type Faults = {
  /** The handler as one process: when it dies nothing of it goes on, and the invocation has failed. */
  process(name: string, handler: Handler): Handler;
  /**
   * A call of a port that may go wrong inside a process; outside it never does. `stepOf`: the step that this very call
   * belongs to, where that is not the one of its invocation.
   */
  call<A extends unknown[], R>(
    name: string,
    effect: (...args: A) => Promise<R>,
    traits?: Traits,
    stepOf?: (...args: A) => string | undefined,
  ): (...args: A) => Promise<R>;
  /** The time as the process that asks sees it. */
  now(): Date;
  /** How long the process that asks may live, in ms. */
  timeLimitMs(): number;
  stop(): void;
};

const current = new AsyncLocalStorage<Invocation>();

/** What can go wrong with a call: a read that timed out changed nothing either way. */
const possible = ({ changes = false }: Traits): readonly CallFault[] =>
  callFaults.filter((kind) => kind !== 'timeout done' || changes);

type Options = {
  chances: Chances;
  clock: EngineClock;
  unkindness: Unkindness;
  coverage: Coverage;
  /** How long Lambda lets a function run, in seconds. */
  timeout: (name: string) => number;
  usual: Usual;
};

/** Puts what goes wrong between the functions and their ports. */
export const faults = ({ chances, clock, unkindness, coverage, timeout, usual }: Options): Faults => {
  const { others, slow, aims, skewed } = unkindness;
  const spent = new Map<string, number>();
  const isDown = outages(chances, clock, unkindness.outage);
  let stopped = false;

  /** So many calls that are not usual are hit in a run: each may well be what the whole run was needed to come to. */
  let unusualLeft = 3;

  const planOf = (random: Random | undefined, name: string, number: number, step: string): Strike[] => {
    if (random === undefined) return givenStrikes(chances.given('call', name, number));
    return drawStrikes(random, aims[name] ?? others, slow, usual.calls(name, step), usual);
  };
  const isSpent = (name: string): boolean => {
    const own = aims[name];
    return (spent.get(own === undefined ? '' : name) ?? 0) >= (own ?? others).atMost;
  };
  const spend = (name: string): void => {
    const key = aims[name] === undefined ? '' : name;
    spent.set(key, (spent.get(key) ?? 0) + 1);
  };

  /** What goes wrong with this call, if anything; the first that is due. */
  const due = ({ plan, function: name }: Invocation, call: string): Strike | undefined => {
    let found: Strike | undefined;
    for (const strike of plan) {
      if (strike.call !== undefined && strike.call !== call) continue;
      strike.left -= 1;
      if (strike.left === -1) found ??= strike;
    }
    return found !== undefined && found.kind !== 'slow' && isSpent(name) ? undefined : found;
  };
  const unusual = (
    { function: where, random }: Invocation,
    step: string,
    call: string,
    kinds: readonly CallFault[],
  ): Strike | undefined => {
    if (random === undefined || unusualLeft === 0 || usual.isUsual(where, step, call)) return undefined;
    const strike = drawUnusual(random, call, kinds);
    if (strike !== undefined) unusualLeft -= 1;
    return strike;
  };
  const die = (invocation: Invocation, why: string): never => {
    invocation.dead = true;
    throw new Crash(`${invocation.function}: ${why}`);
  };
  const alive = (invocation: Invocation): void => {
    if (invocation.dead) throw new Crash(`${invocation.function} is dead`);
  };
  /** Lets time pass; Lambda ends whoever is not done in time. */
  const pass = async (invocation: Invocation, ms: number): Promise<void> => {
    const left = invocation.deadline - clock.now().getTime();
    await clock.sleep(Math.min(ms, left));
    alive(invocation);
    if (ms >= left) die(invocation, 'timed out');
  };

  /** What the adapter makes of an error: it throws one of its own, or answers with what is safe. */
  const failed = (why: 'throttle' | 'timeout', name: string, { error = unavailable, instead }: Traits): unknown => {
    if (instead === undefined) throw error(why, name);
    return instead();
  };

  const struck = async <R>(
    invocation: Invocation,
    strike: Strike,
    point: { name: string; call: number; step: string; traits: Traits; kinds: readonly CallFault[] },
    effect: () => Promise<R>,
  ): Promise<R> => {
    const { name, call, step, traits, kinds } = point;
    const { ms } = strike;
    const kind = kinds.includes(strike.kind) ? strike.kind : 'timeout undone';
    const { function: where, number } = invocation;
    chances.happened({ of: 'call', where, number, call, name, kind, ms });
    coverage.hit(where, step, name, kind);
    if (kind !== 'slow') spend(where);
    switch (kind) {
      case 'crash before':
        return die(invocation, `died before ${name}`);
      case 'throttle':
        return failed('throttle', name, traits) as R;
      case 'timeout undone':
        await pass(invocation, ms);
        return failed('timeout', name, traits) as R;
      case 'slow':
        await pass(invocation, ms);
        return answered(invocation, await effect());
      case 'crash after':
        await effect();
        return die(invocation, `died after ${name}`);
      case 'timeout done':
        await effect();
        alive(invocation);
        await pass(invocation, ms);
        if (traits.repeats === true && ms % 2 === 0) return answered(invocation, await effect());
        return failed('timeout', name, traits) as R;
      default:
        return kind satisfies never;
    }
  };
  /** Died in another branch meanwhile: what this one did is done, but nobody hears of it. */
  const answered = <R>(invocation: Invocation, result: R): R => {
    alive(invocation);
    return result;
  };

  return {
    stop: () => {
      stopped = true;
    },
    now: () => {
      const aheadMs = current.getStore()?.aheadMs ?? 0;
      return aheadMs === 0 ? clock.now() : new Date(clock.now().getTime() + aheadMs);
    },
    timeLimitMs: () => timeout(current.getStore()?.function ?? '') * 1000,
    process: (name, handler) => async (event) => {
      const number = chances.next('call', name);
      const step = stepOf(event);
      const random = chances.source('call', name, number);
      const invocation: Invocation = {
        function: name,
        number,
        plan: planOf(random, name, number, step),
        random,
        calls: 0,
        dead: false,
        deadline: clock.now().getTime() + timeout(name) * 1000,
        aheadMs: stopped ? 0 : drawSkew(chances, name, number, skewed),
        step,
        points: coverage.points(name, step),
      };
      if (!stopped && isDown?.(downFunction(name)) === true) die(invocation, 'does not start');
      const answer = await current.run(invocation, () => handler(event));
      // Whoever caught the error of a dead process did not live to answer.
      alive(invocation);
      return answer;
    },
    call: <A extends unknown[], R>(
      name: string,
      effect: (...args: A) => Promise<R>,
      traits: Traits = {},
      ownStep?: (...args: A) => string | undefined,
    ) => {
      const kinds = possible(traits);
      coverage.call(name, kinds);
      const dot = name.indexOf('.');
      const port = dot < 0 ? name : name.slice(0, dot);
      return async (...args: A): Promise<R> => {
        const invocation = current.getStore();
        if (invocation === undefined) return effect(...args);
        alive(invocation);
        if (stopped) return effect(...args);
        const call = invocation.calls;
        invocation.calls += 1;
        const own = ownStep?.(...args);
        const points = own === undefined ? invocation.points : coverage.points(invocation.function, own);
        points.set(name, (points.get(name) ?? 0) + 1);
        const step = own ?? invocation.step;
        if (isDown?.(port) === true) {
          coverage.hit(invocation.function, step, name, 'throttle');
          return failed('throttle', name, traits) as R;
        }
        const strike =
          (invocation.plan.length === 0 ? undefined : due(invocation, name)) ?? unusual(invocation, step, name, kinds);
        if (strike === undefined) return answered(invocation, await effect(...args));
        const point = { name, call, step, traits, kinds };
        return struck(invocation, strike, point, () => effect(...args));
      };
    },
  };
};

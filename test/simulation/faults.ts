import { AsyncLocalStorage } from 'node:async_hooks';
import { ServiceUnavailable } from '../../core/aws/errors.ts';
import type { EngineClock } from '../../local/engine/clock.ts';
import type { Random } from '../../local/engine/random.ts';
import type { Handler } from '../../local/engine/types.ts';
import { Crash } from '../support/crash.ts';

/** The process dies at a call that changes something, a call fails or its answer is lost, or a call only takes long. */
const deaths = ['dies before', 'dies after'] as const;
const errors = ['fails before', 'answer lost after'] as const;
type Kind = (typeof deaths)[number] | (typeof errors)[number];
export type Fault = { at: Date; function: string; call: string; kind: Kind | 'waits before' };

/** How likely an invocation of a function is hit, at which of its first calls, and how often at most in one run. */
export type Aim = { hit: number; changes: number; calls: number; atMost: number };
export type Unkindness = { others: Aim; slow: number; aims: Readonly<Record<string, Aim>> };

/** Whether a call changes something: to die at one that only reads is to die before the next one that does. */
type Traits = { changes?: boolean; mayFail?: boolean };
type Plan = { kind: Kind; number: number };
type Invocation = {
  function: string;
  plan: Plan | undefined;
  waits: number;
  calls: number;
  changes: number;
  dead: boolean;
};

export type Faults = {
  injected: readonly Fault[];
  /** The handler as one process: when it dies nothing of it goes on, and the invocation has failed. */
  process(name: string, handler: Handler): Handler;
  /** A call of a port that may go wrong inside a process; outside it never does. */
  call<A extends unknown[], R>(
    name: string,
    effect: (...args: A) => Promise<R>,
    traits?: Traits,
  ): (...args: A) => Promise<R>;
  stop(): void;
};

/** Three waits of 8 seconds stay far below Lambda's time limit of 50: nobody outlives their own timeout. */
const maxWaits = 3;
const maxWaitMs = 8000;

/** Faults drawn from `random`: the same draws in the same order give the same faults. */
export const faults = (
  random: Random,
  clock: EngineClock,
  { others, slow, aims }: Unkindness,
  onFault: (fault: Fault) => void,
): Faults => {
  const current = new AsyncLocalStorage<Invocation>();
  const injected: Fault[] = [];
  let stopped = false;

  const invocationOf = (name: string): Invocation => {
    const { hit, changes, calls } = aims[name] ?? others;
    const isHit = random.chance(hit);
    const dies = random.chance(0.6);
    const number = random.int(dies ? changes : calls);
    const kind = (dies ? deaths : errors)[random.int(2)] ?? 'dies before';
    const waits = random.chance(slow) ? maxWaits : 0;
    return { function: name, plan: isHit ? { kind, number } : undefined, waits, calls: 0, changes: 0, dead: false };
  };
  const isSpent = (name: string): boolean => {
    const own = aims[name];
    const alike = injected.filter((fault) => (own === undefined ? !(fault.function in aims) : fault.function === name));
    return stopped || alike.filter(({ kind }) => kind !== 'waits before').length >= (own ?? others).atMost;
  };
  /** What goes wrong with this call; counts it. */
  const struck = (invocation: Invocation, { changes = false, mayFail = true }: Traits): Kind | undefined => {
    const { plan } = invocation;
    const dies = plan?.kind === 'dies before' || plan?.kind === 'dies after';
    const isNow = plan?.number === (dies ? invocation.changes : invocation.calls) && (dies ? changes : mayFail);
    invocation.calls += 1;
    if (changes) invocation.changes += 1;
    return isNow && !isSpent(invocation.function) ? plan?.kind : undefined;
  };
  const note = (invocation: Invocation, call: string, kind: Fault['kind']): void => {
    const fault = { at: clock.now(), function: invocation.function, call, kind };
    injected.push(fault);
    onFault(fault);
  };
  const strike = (invocation: Invocation, call: string, kind: Kind): Error => {
    note(invocation, call, kind);
    if (kind === 'fails before' || kind === 'answer lost after') return new ServiceUnavailable(`${call}: no answer`);
    invocation.dead = true;
    return new Crash(`died at ${call}`);
  };
  const wait = async (invocation: Invocation, call: string): Promise<void> => {
    if (stopped || invocation.waits === 0 || !random.chance(0.3)) return;
    invocation.waits -= 1;
    note(invocation, call, 'waits before');
    await clock.sleep(1 + random.int(maxWaitMs));
  };
  const alive = ({ dead, function: name }: Invocation): void => {
    if (dead) throw new Crash(`${name} is dead`);
  };

  return {
    injected,
    stop: () => {
      stopped = true;
    },
    process: (name, handler) => async (event) => {
      const invocation = invocationOf(name);
      const answer = await current.run(invocation, () => handler(event));
      // Whoever caught the error of a dead process did not live to answer.
      alive(invocation);
      return answer;
    },
    call:
      (name, effect, traits = {}) =>
      async (...args) => {
        const invocation = current.getStore();
        if (invocation === undefined) return effect(...args);
        await wait(invocation, name);
        alive(invocation);
        const kind = struck(invocation, traits);
        if (kind === 'dies before' || kind === 'fails before') throw strike(invocation, name, kind);
        const result = await effect(...args);
        // Died in another branch meanwhile: what this one did is done, but nobody hears of it.
        alive(invocation);
        if (kind !== undefined) throw strike(invocation, name, kind);
        return result;
      },
  };
};

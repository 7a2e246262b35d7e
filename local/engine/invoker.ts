import type { FunctionModel } from '../template/model.ts';
import type { Activity } from './activity.ts';
import type { EngineClock } from './clock.ts';
import { runningNow } from './running.ts';
import type { DeadLetter, EngineEvent, EngineOptions, Network } from './types.ts';

/** What every part of the engine shares. */
export type Core = Pick<EngineOptions, 'clock' | 'handlers' | 'random' | 'archive'> & {
  network: Network;
  activity: Activity;
  tell(event: EngineEvent): void;
  /** A timer that `stop` cancels. */
  after: EngineClock['after'];
  bury(letter: Omit<DeadLetter, 'at'>): void;
};

export type Invoker = {
  /** One run of a handler with a copy of the event; throws what it throws. */
  run(name: string, event: unknown, attempt: number): Promise<unknown>;
  /** A synchronous invocation from outside, or from within another run. */
  invoke(name: string, event: unknown): Promise<unknown>;
  /** An asynchronous invocation: repeated as the template says, then buried. */
  send(target: FunctionModel, event: unknown): void;
};

/** Lambda waits one minute before the first repetition of an asynchronous invocation and two before the second. */
const repeatAfterMs = (attempt: number): number => attempt * 60_000;

/** One line for a dead letter. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** Runs handlers. */
export const invoker = (core: Core): Invoker => {
  const { activity, clock, handlers, tell } = core;

  const run: Invoker['run'] = async (name, event, attempt) => {
    tell({ kind: 'started', at: clock.now(), function: name, attempt, event });
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (handler === undefined) throw new Error(`no handler for function ${name}`);
    // A JSON copy, as Lambda would deliver it: no handler sees what another one did to its event.
    const answer = await handler(JSON.parse(JSON.stringify(event)));
    tell({ kind: 'succeeded', at: clock.now(), function: name, attempt, answer });
    return answer;
  };

  const attempt = async (target: FunctionModel, event: unknown, number: number, since: number): Promise<void> => {
    try {
      await run(target.name, event, number);
    } catch (error) {
      const wait = repeatAfterMs(number);
      const young = clock.now().getTime() + wait - since <= target.maxAgeSeconds * 1000;
      const retryInMs = number <= target.retries && young ? wait : undefined;
      tell({ kind: 'failed', at: clock.now(), function: target.name, attempt: number, error, retryInMs });
      if (retryInMs === undefined) {
        core.bury({ queue: target.queue, function: target.name, event, error: errorText(error), attempts: number });
      } else {
        core.after(retryInMs, () => void activity.start(() => attempt(target, event, number + 1, since)));
      }
    }
  };

  const invoke = async (name: string, event: unknown): Promise<unknown> => {
    try {
      return await run(name, event, 1);
    } catch (error) {
      tell({ kind: 'failed', at: clock.now(), function: name, attempt: 1, error, retryInMs: undefined });
      throw error;
    }
  };
  return {
    run,
    // Within another run it is part of that run: the outer one waits for it, so only one of them may be counted.
    invoke: (name, event) =>
      runningNow() === undefined ? activity.start(() => invoke(name, event)) : invoke(name, event),
    send: (target, event) => void activity.start(() => attempt(target, event, 1, clock.now().getTime())),
  };
};

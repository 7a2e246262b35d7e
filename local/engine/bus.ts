import type { FunctionModel } from '../template/model.ts';
import type { Core, Invoker } from './invoker.ts';
import { eventPattern, type Pattern } from './pattern.ts';

export type Bus = {
  /** Gives an event to every rule of a bus that matches it. */
  publish(bus: string, event: object): void;
  /** Gives everything that was put on a bus since then to its rules once more, as a replay of its archive does. */
  replay(bus: string, since: Date): void;
  /** Delivers at least once, perhaps late, perhaps twice; to `queue` when there is nobody to deliver to. */
  deliver(target: FunctionModel, event: unknown, queue: string | undefined): void;
};

type Rule = { name: string; queue: string | undefined; bus: string; matches: Pattern; target: FunctionModel };

/** Compiles every rule at once, so that a pattern that EventBridge would refuse is refused before anything runs. */
const rulesOf = (functions: readonly FunctionModel[]): Rule[] =>
  functions.flatMap((target) =>
    target.rules.map(({ name, queue, bus, pattern }) => {
      try {
        return { name, queue, bus, matches: eventPattern(pattern), target };
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`template: ${target.logicalId}, rule ${name}: ${reason}`, { cause });
      }
    }),
  );

/** All buses of the template with their rules. */
export const eventBus = (functions: readonly FunctionModel[], core: Core, { send }: Invoker): Bus => {
  const rules = rulesOf(functions);
  const { clock, tell } = core;

  const deliver: Bus['deliver'] = (target, event, queue) => {
    if (!Object.hasOwn(core.handlers, target.name)) {
      const error = `no handler for function ${target.name}`;
      core.bury({ queue: queue ?? target.queue, function: target.name, event, error, attempts: 0 });
      return;
    }
    const delays = core.network.copies(target.name);
    if (delays.length === 0) {
      const error = 'every attempt of the delivery failed';
      core.bury({ queue: queue ?? target.queue, function: target.name, event, error, attempts: 0 });
    }
    for (const delay of delays) {
      if (delay === 0) send(target, event);
      else core.after(delay, () => send(target, event));
    }
  };

  const archived: { bus: string; at: Date; event: object }[] = [];

  const give: Bus['publish'] = (bus, event) => {
    const matched = rules.filter((rule) => rule.bus === bus && rule.matches(event));
    if (matched.length === 0) tell({ kind: 'unmatched', at: clock.now(), bus, event });
    for (const { name, queue, target } of matched) {
      tell({ kind: 'matched', at: clock.now(), rule: name, function: target.name, event });
      deliver(target, event, queue);
    }
  };
  return {
    publish: (bus, event) => {
      if (core.archive === true) archived.push({ bus, at: clock.now(), event });
      give(bus, event);
    },
    replay: (bus, since) => {
      // EventBridge marks them so: a rule can tell, and the archive does not keep them again.
      const marked = { 'replay-name': 'again' };
      for (const one of archived) if (one.bus === bus && one.at >= since) give(bus, { ...one.event, ...marked });
    },
    deliver,
  };
};

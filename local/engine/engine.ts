import { activity } from './activity.ts';
import { eventBus } from './bus.ts';
import { type Core, invoker } from './invoker.ts';
import { kindNetwork, unkindNetwork } from './network.ts';
import { pipe } from './pipe.ts';
import { runLoop } from './run-loop.ts';
import { startSchedules } from './schedules.ts';
import { streamConsumer } from './stream-consumer.ts';
import type { DeadLetter, Engine, EngineOptions } from './types.ts';

/**
 * The loop of the template on one machine: table, stream, Pipe, bus, schedules, retries, dead letters. Throws when the
 * template holds a pattern that EventBridge would refuse or when a handler belongs to no function of the template.
 */
export const createEngine = ({ template, table, onEvent, delivery, ...options }: EngineOptions): Engine => {
  const { functions } = template;
  const { clock, handlers } = options;
  for (const name of Object.keys(handlers)) {
    if (!functions.some((model) => model.name === name)) throw new Error(`the template has no function ${name}`);
  }

  const deadLetters: DeadLetter[] = [];
  const timers = new Set<() => void>();
  const books = activity();
  const core: Core = {
    ...options,
    network: options.network ?? (delivery === undefined ? kindNetwork : unkindNetwork(delivery, options.random.fork())),
    activity: books,
    tell: (event) => onEvent?.(event),
    bury: (letter) => {
      const dead = { ...letter, at: clock.now() };
      deadLetters.push(dead);
      onEvent?.({ kind: 'dead-letter', at: dead.at, letter: dead });
    },
    after: (ms, action, recurs) => {
      const cancel = clock.after(
        ms,
        () => {
          timers.delete(cancel);
          action();
        },
        recurs,
      );
      timers.add(cancel);
      return cancel;
    },
  };
  const runs = invoker(core);
  const bus = eventBus(functions, core, runs);
  const readers = [
    pipe(template.pipe, core, bus),
    ...functions.flatMap((model) => model.streams.map((source) => streamConsumer(model, source, core, runs))),
  ];
  startSchedules(functions, core, bus);
  table.onChange?.(books.changed);

  let holds = 0;
  return {
    publish: async (event) => bus.publish('default', event),
    replay: (since) => bus.replay(template.pipe.bus, since),
    invoke: runs.invoke,
    runUntil: runLoop({ core, table, readers, isHeld: () => holds > 0 }),
    deadLetters,
    now: clock.now,
    hold: () => {
      let released = false;
      holds += 1;
      return () => {
        if (released) return;
        released = true;
        holds -= 1;
        books.changed();
      };
    },
    stop: async () => {
      for (const cancel of timers) cancel();
      timers.clear();
      await table.stop();
    },
  };
};

import { account, region } from '../template/local-name.ts';
import type { FunctionModel } from '../template/model.ts';
import type { Bus } from './bus.ts';
import { busEvent } from './bus-event.ts';
import type { Core } from './invoker.ts';

/** Starts every schedule of the template; the first run comes after one whole interval. */
export const startSchedules = (functions: readonly FunctionModel[], core: Core, bus: Bus): void => {
  const random = core.random.fork();
  for (const target of functions) {
    for (const { name, queue, everySeconds, input } of target.schedules) {
      const rule = `arn:aws:events:${region}:${account}:rule/${name}`;
      const tick = (): void => {
        core.after(everySeconds * 1000, tick, 'recurs');
        const event = busEvent('aws.events', 'Scheduled Event', {}, core.clock.now(), random, [rule]);
        bus.deliver(target, input === undefined ? event : JSON.parse(input), queue);
      };
      core.after(everySeconds * 1000, tick, 'recurs');
    }
  }
};

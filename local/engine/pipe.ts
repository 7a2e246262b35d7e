import type { TemplateModel } from '../template/model.ts';
import type { Bus } from './bus.ts';
import { busEvent } from './bus-event.ts';
import { inputTemplate } from './input-template.ts';
import { type Core, errorText } from './invoker.ts';
import { eventPattern } from './pattern.ts';
import type { StreamRecord } from './types.ts';

/**
 * The Pipe from the stream to the bus: filter, input template, event; in the order of the stream. A record that it cannot
 * render is buried at once: it would fail the same way each time, and the line goes on.
 */
export const pipe = (
  model: TemplateModel['pipe'],
  core: Core,
  bus: Bus,
): ((records: readonly StreamRecord[]) => void) => {
  const filters = model.filters.map(eventPattern);
  const render = inputTemplate(model.inputTemplate);
  const random = core.random.fork();
  const rendered = (record: StreamRecord): { detail: unknown } | undefined => {
    try {
      return { detail: render(record) };
    } catch (error) {
      core.bury({ queue: model.queue, function: 'pipe', event: record, error: errorText(error), attempts: 1 });
      return undefined;
    }
  };
  const read = (records: readonly StreamRecord[]): void => {
    for (const record of records) {
      if (filters.length > 0 && !filters.some((matches) => matches(record))) continue;
      const detail = rendered(record);
      if (detail === undefined) continue;
      const event = busEvent(model.source, model.detailType, detail.detail, core.clock.now(), random);
      core.tell({ kind: 'piped', at: core.clock.now(), event });
      bus.publish(model.bus, event);
    }
  };
  return (records) => {
    read(records);
    if (core.network.rereads('pipe') > 0) read(records);
  };
};

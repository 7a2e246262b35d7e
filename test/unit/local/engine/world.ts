import type { Item } from '../../../../core/incident/table.ts';
import { type EngineClock, virtualClock } from '../../../../local/engine/clock.ts';
import { createEngine } from '../../../../local/engine/engine.ts';
import { memoryTable } from '../../../../local/engine/memory-table.ts';
import { seededRandom } from '../../../../local/engine/random.ts';
import type { Delivery, EngineEvent, Handler } from '../../../../local/engine/types.ts';
import { readTemplate } from '../../../../local/template/read.ts';
import { fixture } from '../fixture.ts';

export const start = new Date('2026-11-20T10:00:00.000Z');

type Options = { template?: string; seed?: number; delivery?: Delivery; clock?: EngineClock; bare?: true };

/**
 * An engine on a table in memory and a virtual clock, with everything that it told. Functions without a handler do
 * nothing; in a `bare` world they are missing.
 */
export const world = (handlers: Record<string, Handler>, options: Options = {}) => {
  const clock = options.clock ?? virtualClock(start);
  const table = memoryTable(clock.now);
  const events: EngineEvent[] = [];
  const template = readTemplate(options.template ?? fixture);
  const idle: Record<string, Handler> = Object.fromEntries(
    template.functions.map(({ name }) => [name, async () => {}]),
  );
  const engine = createEngine({
    template,
    table,
    clock,
    handlers: options.bare ? handlers : { ...idle, ...handlers },
    random: seededRandom(options.seed ?? 1),
    ...(options.delivery === undefined ? {} : { delivery: options.delivery }),
    onEvent: (event) => void events.push(event),
  });
  const put = (...items: Item[]) => table.table.transact(items.map((item) => ({ kind: 'create', item })));
  const of = <K extends EngineEvent['kind']>(kind: K) =>
    events.filter((event): event is Extract<EngineEvent, { kind: K }> => event.kind === kind);
  return { engine, table: table.table, clock, events, put, of };
};

/** A `T#` item as a step inserts it. */
export const transition = (incidentId: string, seq: number, to: string): Item => ({
  pk: `INCIDENT#${incidentId}`,
  sk: `T#${String(seq).padStart(7, '0')}`,
  incidentId,
  seq,
  from: null,
  to,
});

export const alarm = { source: 'aws.cloudwatch', 'detail-type': 'CloudWatch Alarm State Change', detail: {} };

/** Whole seconds since the start. */
export const seconds = (at: Date): number => (at.getTime() - start.getTime()) / 1000;

export const fails: Handler = async () => {
  throw new TypeError('broken');
};

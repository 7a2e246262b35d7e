import type { Table, Write } from '../../../core/incident/table.ts';
import type { Once } from '../../../core/runtime/effects.ts';
import type { EngineClock } from '../../engine/clock.ts';
import { sizeOf, toAttributes } from '../../engine/dynamodb-json.ts';
import type { Random } from '../../engine/random.ts';
import type { Handler } from '../../engine/types.ts';
import type { LocalPorts } from '../../ports.ts';

type Range = readonly [from: number, to: number];

/** How long a call takes, in milliseconds: assumed, of the order of what these services take inside of a region. */
const latencies: Partial<Record<keyof LocalPorts, Range>> = {
  metrics: [100, 400],
  logs: [200, 800],
  kubernetes: [20, 100],
  ecs: [50, 200],
  alarms: [30, 100],
  model: [2_000, 6_000],
  notices: [20, 80],
  linkGenerator: [5, 20],
  signer: [10, 30],
  auditStore: [20, 60],
};
const reading: Range = [3, 8];
const writing: Range = [8, 20];

export type TableFigures = {
  reads: number;
  writes: number;
  /** Of idempotency records, which are written before an effect and again after it. */
  once: number;
  /** Transactions that lost their conditions: somebody else was faster. */
  lost: number;
  /** Write units of all transactions, as DynamoDB bills them: twice a kilobyte for each item. */
  writeUnits: number;
  largestItem: { bytes: number; key: string };
  /** The most write units of one partition key within one second. */
  hottest: { units: number; key: string };
};

type Callable = (...args: never[]) => Promise<unknown>;

const unitsOf = (write: Write): number =>
  2 * Math.max(1, Math.ceil('item' in write ? sizeOf({ M: toAttributes(write.item) }) / 1024 : 1));

/**
 * An account around the handlers: every call takes its time on the virtual clock, so that runs meet as they do in an
 * account; no more runs at once than its concurrency; the requests to the table are counted.
 */
export const account = (clock: EngineClock, random: Random, concurrency: number) => {
  const figures: TableFigures = {
    reads: 0,
    writes: 0,
    once: 0,
    lost: 0,
    writeUnits: 0,
    largestItem: { bytes: 0, key: '' },
    hottest: { units: 0, key: '' },
  };
  const second = { number: 0, units: new Map<string, number>() };
  const within = ([from, to]: Range): number => from + random.int(to - from + 1);

  const count = (writes: readonly Write[]): void => {
    const now = Math.floor(clock.now().getTime() / 1000);
    if (now !== second.number) {
      second.number = now;
      second.units.clear();
    }
    for (const write of writes) {
      const { pk, sk } = 'item' in write ? write.item : write.key;
      const units = unitsOf(write);
      figures.writeUnits += units;
      const sum = (second.units.get(pk) ?? 0) + units;
      second.units.set(pk, sum);
      if (sum > figures.hottest.units) figures.hottest = { units: sum, key: pk };
      const bytes = 'item' in write ? sizeOf({ M: toAttributes(write.item) }) : 0;
      if (bytes > figures.largestItem.bytes) figures.largestItem = { bytes, key: `${pk} / ${sk}` };
    }
  };

  const tableOf = (table: Table): Table => {
    const read = <F extends Callable>(call: F): F =>
      (async (...args: Parameters<F>) => {
        figures.reads += 1;
        await clock.sleep(within(reading));
        return call(...args);
      }) as unknown as F;
    return {
      get: read(table.get),
      getAll: read(table.getAll),
      list: read(table.list),
      newest: read(table.newest),
      due: read(table.due),
      byStatus: read(table.byStatus),
      transact: async (writes) => {
        figures.writes += 1;
        const takes = within(writing);
        await clock.sleep(takes / 2);
        count(writes);
        const result = await table.transact(writes);
        if (result.kind === 'lost') figures.lost += 1;
        await clock.sleep(takes / 2);
        return result;
      },
    };
  };

  const slow = <F extends Callable>(range: Range, call: F): F =>
    (async (...args: Parameters<F>) => {
      await clock.sleep(within(range));
      return call(...args);
    }) as unknown as F;

  const changePorts = (ports: LocalPorts): LocalPorts => {
    const changed: Record<string, unknown> = { ...ports };
    for (const [name, range] of Object.entries(latencies)) {
      const held: unknown = changed[name];
      if (typeof held === 'function') changed[name] = slow(range, held as Callable);
      else if (typeof held === 'object' && held !== null) {
        changed[name] = Object.fromEntries(
          Object.entries(held).map(([key, value]: [string, unknown]) => [
            key,
            typeof value === 'function' ? slow(range, value as Callable) : value,
          ]),
        );
      }
    }
    const pause = (from: number, to: number): Promise<void> => clock.sleep(within([Math.floor(from), Math.floor(to)]));
    const once: Once = async (key, effect) => {
      figures.once += 2;
      await clock.sleep(within(writing));
      return ports.once(key, effect);
    };
    return { ...(changed as LocalPorts), once, table: tableOf(ports.table), pause };
  };

  const runs = { now: 0, most: 0, waited: 0 };
  /** Lambda keeps an asynchronous invocation for which there is no place, and tries again a second later or more. */
  const around =
    (_name: string, handler: Handler): Handler =>
    async (event) => {
      if (runs.now >= concurrency) runs.waited += 1;
      while (runs.now >= concurrency) await clock.sleep(1_000);
      runs.now += 1;
      runs.most = Math.max(runs.most, runs.now);
      try {
        return await handler(event);
      } finally {
        runs.now -= 1;
      }
    };
  return { changePorts, around, figures, runs };
};

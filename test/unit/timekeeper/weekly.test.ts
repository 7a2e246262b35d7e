import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import type { Table } from '../../../core/incident/table.ts';
import { createHandler } from '../../../functions/timekeeper/handler.ts';
import { incident } from '../../support/incident.ts';
import { world } from '../../support/world.ts';

const monday = '2026-11-23T06:03:00.000Z';
/** A world in which an incident ended in the week before, at a moment of one's own. */
const week = async (now = monday) => {
  const w = await world({ incident: { status: 'resolved' } });
  const deps = { ...w.deps, now: () => new Date(now) };
  return { ...w, deps, tick: (over: object = {}) => createHandler({ ...deps, ...over })({}) };
};
const kept = (w: Awaited<ReturnType<typeof week>>) => w.deps.table.get(keys.weekly('2026-11-23'));

describe('the weekly review of the timekeeper', () => {
  it('is one item of its own with what ended, as Markdown and as data, and moves nothing', async () => {
    const w = await week();
    const before = w.memory.all();
    expect(await w.tick()).toMatchObject({ moved: 0, failed: 0 });
    expect(await kept(w)).toMatchObject({
      purgeAt: expect.any(Number),
      body: { review: { version: 1, incidents: 1, incomplete: false }, markdown: expect.stringContaining('# Review') },
    });
    expect(w.memory.all()).toHaveLength(before.length + 1);
    expect(w.memory.all()).toEqual(expect.arrayContaining(before));
    expect(w.deps.meter.counts.get('WeekReviewed')).toBe(1);
  });

  it('is written once, however often it is tried', async () => {
    const w = await week();
    await w.tick();
    const first = await kept(w);
    await w.tick();
    expect(await kept(w)).toEqual(first);
    expect(w.deps.meter.counts.get('WeekReviewed')).toBe(1);
  });

  it('reads nothing at any other time', async () => {
    const w = await week('2026-11-23T06:12:00.000Z');
    const byStatus = () => Promise.reject(new Error('read'));
    await w.tick({ table: { ...w.deps.table, byStatus } });
    expect(await kept(w)).toBeUndefined();
    expect(w.deps.log.entries).toEqual([]);
  });

  it('is tried once more in each later hour of the day', async () => {
    const w = await week('2026-11-23T14:00:40.000Z');
    await w.tick();
    expect(await kept(w)).toMatchObject({ body: { review: { incidents: 1 } } });
    const late = await week('2026-11-23T14:01:00.000Z');
    await late.tick();
    expect(await kept(late)).toBeUndefined();
  });

  it('keeps no deadline waiting: a policy layer that cannot be opened is said when it is needed, and counted', async () => {
    const locked = {
      get policy(): never {
        throw new Error('the layer is another one');
      },
    };
    const timekeeper = async (now: string) => {
      const w = await week(now);
      const deps = Object.defineProperties({ ...w.deps }, Object.getOwnPropertyDescriptors(locked));
      return { w, done: await createHandler(deps)({}) };
    };
    const usual = await timekeeper('2026-11-24T06:03:00.000Z');
    expect(usual.done).toMatchObject({ kind: 'done' });
    expect(usual.w.deps.log.entries).toEqual([]);
    const monday6 = await timekeeper(monday);
    expect(monday6.done).toMatchObject({ kind: 'done' });
    expect(monday6.w.deps.meter.counts.get('WeekNotReviewed')).toBe(1);
  });

  it('leaves out what ended before that week', async () => {
    const w = await week('2026-12-07T06:00:00.000Z');
    await w.tick();
    const item = await w.deps.table.get(keys.weekly('2026-12-07'));
    expect(item).toMatchObject({ body: { review: { incidents: 0 } } });
  });

  it.each([
    ['nothing else was read of a state', '2026-11-16T06:00:00.000Z', true],
    ['the page goes back beyond that week', '2026-11-16T05:59:59.000Z', false],
  ])('says that it is cut where %s, also when some of that ended after the week', async (_what, oldest, incomplete) => {
    const w = await week();
    const ended = Array.from({ length: 100 }, (_, n) =>
      incident({
        id: `inc-${n}`,
        status: 'closed',
        changedAt: n === 0 ? '2026-11-23T06:01:00.000Z' : n === 99 ? oldest : '2026-11-19T00:00:00.000Z',
      }),
    );
    const table: Table = {
      ...w.deps.table,
      byStatus: async (status) => (status === 'closed' ? ended.map(({ id }) => keys.incident(id)) : []),
      getAll: async (wanted) =>
        wanted.map((key) => {
          const found = ended.find(({ id }) => keys.incident(id).pk === key.pk && keys.incident(id).sk === key.sk);
          return found === undefined ? undefined : { ...key, ...found };
        }),
    };
    await w.tick({ table });
    expect(await kept(w)).toMatchObject({ body: { review: { incomplete, incidents: incomplete ? 99 : 98 } } });
  });

  it('that fails holds no deadline up', async () => {
    const w = await week();
    const byStatus = () => Promise.reject(new Error('throttled'));
    expect(await w.tick({ table: { ...w.deps.table, byStatus } })).toMatchObject({ kind: 'done', failed: 0 });
    expect(w.deps.log.entries).toMatchObject([{ level: 'error', message: 'the week was not reviewed' }]);
  });
});

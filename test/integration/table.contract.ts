import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Condition, type Item, type Key, type Table, type Write, waiting } from '../../core/incident/table.ts';
import { failing, holding, key, stored } from './table-conditions.ts';

/** What a test of a Table implementation brings: a new, empty table and a way to throw it away. */
export type MakeTable = () => Promise<{ table: Table; stop: () => Promise<void> }>;

const create = (item: Item): Write => ({ kind: 'create', item });
const lost = (...failed: number[]) => ({ kind: 'lost', failed });
const committed = { kind: 'committed' };

const named = (conditions: Condition[]) =>
  conditions.map((condition) => [JSON.stringify(condition), condition] as const);

/**
 * What every implementation of the Table port must do; index reads are polled because they are eventually consistent.
 * `without` names the rows of the tables of cases that an emulator is known to get wrong; its test says why.
 */
export const tableContract = (name: string, makeTable: MakeTable, without: readonly string[] = []): void => {
  const held = <T extends readonly [string, ...unknown[]]>(rows: readonly T[]): T[] =>
    rows.filter(([text]) => !without.includes(text));

  describe(`${name} keeps the contract of a table`, () => {
    let table: Table;
    let stop: () => Promise<void>;
    beforeEach(async () => {
      ({ table, stop } = await makeTable());
    });
    afterEach(() => stop());

    it('returns nothing for an item that is not there', async () => {
      expect(await table.get(key)).toBeUndefined();
      expect(await table.list(key.pk)).toEqual([]);
      expect(await table.due(new Date('2099-01-01T00:00:00Z'), 5)).toEqual([]);
      expect(await table.byStatus('detected', 5)).toEqual([]);
    });

    it('returns an item as it was created, nested and without undefined values', async () => {
      const item = { ...stored, list: [1, { deep: null }], text: '', gone: undefined };
      expect(await table.transact([create(item)])).toEqual(committed);
      const read = await table.get(key);
      expect(read).toStrictEqual({ ...stored, list: [1, { deep: null }], text: '' });
    });

    it('keeps what was written apart from the object that was passed in or handed out', async () => {
      const tags = ['a'];
      await table.transact([create({ ...key, tags })]);
      tags.push('b');
      expect(await table.get(key)).toEqual({ ...key, tags: ['a'] });
      const handedOut = (await table.get(key)) ?? {};
      Object.assign(handedOut, { tags: [] });
      expect(await table.get(key)).toEqual({ ...key, tags: ['a'] });
    });

    it('creates an item only once', async () => {
      expect(await table.transact([create(stored)])).toEqual(committed);
      expect(await table.transact([create({ ...stored, color: 'blue' })])).toEqual(lost(0));
      expect(await table.get(key)).toEqual(stored);
    });

    it.each(named(holding))('replaces, deletes and checks when %s holds', async (_text, condition) => {
      await table.transact([create(stored)]);
      expect(await table.transact([{ kind: 'check', key, when: [condition] }])).toEqual(committed);
      expect(await table.transact([{ kind: 'replace', item: { ...stored, extra: 1 }, when: [condition] }])).toEqual(
        committed,
      );
      expect(await table.get(key)).toEqual({ ...stored, extra: 1 });
      expect(await table.transact([{ kind: 'delete', key, when: [condition] }])).toEqual(committed);
      expect(await table.get(key)).toBeUndefined();
    });

    it.each(held(named(failing)))(
      'neither replaces, deletes nor checks when %s does not hold',
      async (_text, condition) => {
        await table.transact([create(stored)]);
        expect(await table.transact([{ kind: 'check', key, when: [condition] }])).toEqual(lost(0));
        expect(await table.transact([{ kind: 'replace', item: { ...key }, when: [condition] }])).toEqual(lost(0));
        expect(await table.transact([{ kind: 'delete', key, when: [condition] }])).toEqual(lost(0));
        expect(await table.get(key)).toEqual(stored);
      },
    );

    it('replaces the whole item and not only the attributes that are named', async () => {
      await table.transact([create(stored)]);
      await table.transact([{ kind: 'replace', item: { ...key, color: 'blue' }, when: [] }]);
      expect(await table.get(key)).toEqual({ ...key, color: 'blue' });
    });

    it('takes an absent item as one whose every attribute is absent', async () => {
      const check = (condition: Condition) => table.transact([{ kind: 'check', key, when: [condition] }]);
      expect(await check({ attribute: 'color', is: 'differs', value: 'red' })).toEqual(committed);
      expect(await check({ attribute: 'color', is: 'absent' })).toEqual(committed);
      expect(await check({ attribute: 'color', is: 'equal', value: 'red' })).toEqual(lost(0));
      expect(await check({ attribute: 'size', is: 'before', value: 9 })).toEqual(lost(0));
      const differs: Condition = { attribute: 'color', is: 'differs', value: 'blue' };
      expect(await table.transact([{ kind: 'replace', item: stored, when: [differs] }])).toEqual(committed);
      expect(await table.get(key)).toEqual(stored);
    });

    it('wants every condition of a write to hold', async () => {
      await table.transact([create(stored)]);
      const red: Condition = { attribute: 'color', is: 'equal', value: 'red' };
      const small: Condition = { attribute: 'size', is: 'before', value: 3 };
      expect(await table.transact([{ kind: 'delete', key, when: [red, small] }])).toEqual(lost(0));
      expect(await table.transact([{ kind: 'delete', key, when: [red] }])).toEqual(committed);
    });

    it('deletes without conditions, also what is not there', async () => {
      expect(await table.transact([{ kind: 'delete', key, when: [] }])).toEqual(committed);
    });

    it('writes all or nothing and names the writes that were lost', async () => {
      await table.transact([create(stored)]);
      const other = { pk: 'BOX#2', sk: 'STATE' };
      const result = await table.transact([
        create({ ...other }),
        create(stored),
        { kind: 'check', key: { pk: 'BOX#3', sk: 'STATE' }, when: [{ attribute: 'pk', is: 'absent' }] },
        {
          kind: 'delete',
          key: { pk: 'BOX#4', sk: 'STATE' },
          when: [{ attribute: 'color', is: 'equal', value: 'red' }],
        },
      ]);
      expect(result).toEqual(lost(1, 3));
      expect(await table.get(other)).toBeUndefined();
    });

    it('commits writes to several items together', async () => {
      const other = { pk: 'BOX#2', sk: 'STATE' };
      expect(await table.transact([create(stored), create({ ...other })])).toEqual(committed);
      expect([await table.get(key), await table.get(other)]).toEqual([stored, other]);
    });

    const impossible: [string, Write[]][] = [
      ['no writes at all', []],
      ['a check without a condition', [{ kind: 'check', key, when: [] }]],
      ['two writes to the same item', [create(stored), { kind: 'delete', key, when: [] }]],
    ];
    it.each(held(impossible))('throws for %s', async (_text, writes) => {
      await expect(table.transact(writes)).rejects.toThrow();
      expect(await table.get(key)).toBeUndefined();
    });

    it('gets several items in the order of their keys, and nothing for one that is not there', async () => {
      const box = (n: number) => ({ pk: `BOX#${n}`, sk: 'STATE' });
      await table.transact([create(stored), create({ ...box(2), n: 2 }), create({ pk: 'BOX#2', sk: 'OTHER' })]);
      const read = await table.getAll([box(3), box(2), key]);
      expect(read).toStrictEqual([undefined, { ...box(2), n: 2 }, stored]);
      expect(await table.getAll([key])).toStrictEqual([stored]);
    });

    it('gets a hundred items by one request', async () => {
      const items = Array.from({ length: 100 }, (_, n) => ({ pk: `BOX#${n % 7}`, sk: `P#${n}`, n }));
      await table.transact(items.map(create));
      expect(await table.getAll(items.toReversed())).toEqual(items.toReversed());
    });

    const unreadable: [string, Key[]][] = [
      ['no keys at all', []],
      ['the same key twice', [key, { ...key }]],
      ['more than a hundred keys', Array.from({ length: 101 }, (_, n) => ({ pk: 'BOX#1', sk: `P#${n}` }))],
    ];
    it.each(held(unreadable))('throws for %s', async (_text, keys) => {
      await expect(table.getAll(keys)).rejects.toThrow();
    });

    it('lists a partition ascending by sort key, all of it or below a prefix', async () => {
      const item = (sk: string): Item => ({ pk: 'BOX#1', sk });
      await table.transact(['T#0000010', 'STATE', 'T#0000002', 'TAIL', 'T#0000001'].map((sk) => create(item(sk))));
      await table.transact([create({ pk: 'BOX#11', sk: 'T#0000001' })]);
      const sorted = ['STATE', 'T#0000001', 'T#0000002', 'T#0000010', 'TAIL'];
      expect((await table.list('BOX#1')).map(({ sk }) => sk)).toEqual(sorted);
      expect((await table.list('BOX#1', 'T#')).map(({ sk }) => sk)).toEqual(sorted.slice(1, 4));
      expect(await table.list('BOX#1', 'X#')).toEqual([]);
    });

    it('finds the last items of a partition, the last one first, up to the limit', async () => {
      const item = (sk: string): Item => ({ pk: 'BOX#1', sk });
      await table.transact(['P#1', 'P#3', 'P#5'].map((sk) => create(item(sk))));
      await table.transact([...['P#2', 'P#4'].map((sk) => create(item(sk))), create({ pk: 'BOX#2', sk: 'P#9' })]);
      expect((await table.newest('BOX#1', 4)).map(({ sk }) => sk)).toEqual(['P#5', 'P#4', 'P#3', 'P#2']);
      expect(await table.newest('BOX#3', 4)).toEqual([]);
    });

    it('lists a partition of more than one page', async () => {
      const text = 'x'.repeat(300_000);
      for (const n of [1, 2, 3, 4, 5]) await table.transact([create({ pk: 'BOX#1', sk: `P#${n}`, text })]);
      expect((await table.list('BOX#1')).map(({ sk }) => sk)).toEqual(['P#1', 'P#2', 'P#3', 'P#4', 'P#5']);
    });

    const incident = (id: string, minute: string, rest: Record<string, unknown> = {}): Item => ({
      pk: `INCIDENT#${id}`,
      sk: 'STATE',
      status: 'detected',
      changedAt: `2026-11-20T10:${minute}:00.000Z`,
      ...rest,
    });
    const due = (minute: string) => ({ waiting, dueAt: `2026-11-20T10:${minute}:00.000Z` });
    const ids = (found: { pk: string; sk: string }[]) => found.map(({ pk, sk }) => `${pk}/${sk}`);

    it('finds what is due at or before a time, earliest first, up to the limit', async () => {
      const c = incident('c', '00', due('03'));
      await table.transact([
        create(c),
        create(incident('a', '00', due('01'))),
        create(incident('d', '00', due('04'))),
        create(incident('b', '00', due('02'))),
        create(incident('e', '00')),
      ]);
      const at = new Date('2026-11-20T10:03:00.000Z');
      await expect
        .poll(async () => ids(await table.due(at, 10)))
        .toEqual(['INCIDENT#a/STATE', 'INCIDENT#b/STATE', 'INCIDENT#c/STATE']);
      expect(ids(await table.due(at, 2))).toEqual(['INCIDENT#a/STATE', 'INCIDENT#b/STATE']);
      await table.transact([{ kind: 'replace', item: incident('c', '00', due('04')), when: [] }]);
      await expect.poll(async () => ids(await table.due(at, 10))).toEqual(['INCIDENT#a/STATE', 'INCIDENT#b/STATE']);
    });

    it('finds a status newest first, up to the limit, and follows an item into another status', async () => {
      await table.transact([
        create(incident('a', '01')),
        create(incident('c', '03')),
        create(incident('b', '02')),
        create(incident('d', '04', { status: 'analyzed' })),
        create({ pk: 'APPROVAL#1', sk: 'REQUEST', status: 'detected' }),
      ]);
      const newestFirst = ['INCIDENT#c/STATE', 'INCIDENT#b/STATE', 'INCIDENT#a/STATE'];
      await expect.poll(async () => ids(await table.byStatus('detected', 10))).toEqual(newestFirst);
      expect(ids(await table.byStatus('detected', 2))).toEqual(newestFirst.slice(0, 2));
      const moved = incident('c', '05', { status: 'analyzed' });
      await table.transact([{ kind: 'replace', item: moved, when: [] }]);
      await expect
        .poll(async () => ids(await table.byStatus('analyzed', 10)))
        .toEqual(['INCIDENT#c/STATE', 'INCIDENT#d/STATE']);
      await expect.poll(async () => ids(await table.byStatus('detected', 10))).toEqual(newestFirst.slice(1));
    });

    it('answers index queries with keys only', async () => {
      await table.transact([create(incident('a', '01', due('01')))]);
      const only = [{ pk: 'INCIDENT#a', sk: 'STATE' }];
      await expect.poll(() => table.byStatus('detected', 10)).toStrictEqual(only);
      expect(await table.due(new Date('2026-11-20T10:01:00.000Z'), 10)).toStrictEqual(only);
    });

    it.each(held([['lets one of twenty racing transactions win']]))('%s', async () => {
      await table.transact([create({ ...key, seq: 1 })]);
      const race = (racer: number): Promise<unknown> =>
        table
          .transact([
            { kind: 'replace', item: { ...key, seq: 2, racer }, when: [{ attribute: 'seq', is: 'equal', value: 1 }] },
            create({ pk: 'BOX#1', sk: `T#${racer}` }),
          ])
          // Out of attempts is an allowed end for a loser: it wrote nothing and knows it.
          .catch((error: unknown) =>
            error instanceof Error && error.name === 'TableBusy' ? 'busy' : Promise.reject(error),
          );
      const results = await Promise.all(Array.from({ length: 20 }, (_, racer) => race(racer)));
      const winners = results.flatMap((result, racer) =>
        JSON.stringify(result) === JSON.stringify(committed) ? [racer] : [],
      );
      expect(winners).toHaveLength(1);
      expect(await table.get(key)).toEqual({ ...key, seq: 2, racer: winners[0] });
      expect((await table.list('BOX#1', 'T#')).map(({ sk }) => sk)).toEqual([`T#${winners[0]}`]);
    });
  });
};

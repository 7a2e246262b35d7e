import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Table } from '../../core/incident/table.ts';
import { findDynoxide } from '../../local/engine/dynoxide.ts';
import { dynoxideTable } from '../../local/engine/dynoxide-table.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { StreamRecord, type EngineTable } from '../../local/engine/types.ts';
import { readTemplate } from '../../local/template/read.ts';
import { fixture } from '../unit/local/fixture.ts';

const binary = findDynoxide();
if (binary === undefined) console.warn('skipped: dynoxide is not installed (npm ci installs it on Linux x64 only)');

const step = (seq: number) => ({
  pk: 'INCIDENT#1',
  sk: `T#000000${seq}`,
  seq,
  from: null,
  nested: { list: [1.5, true, ''] },
});

/** Everything a stream can tell: inserted, changed, removed; several in one transaction; two keys; a lost write. */
const changes = async (table: Table): Promise<void> => {
  const state = { pk: 'INCIDENT#1', sk: 'STATE' };
  await table.transact([
    { kind: 'create', item: { ...state, seq: 1 } },
    { kind: 'create', item: step(1) },
  ]);
  await table.transact([{ kind: 'create', item: step(1) }]);
  await table.transact([
    { kind: 'replace', item: { ...state, seq: 2 }, when: [{ attribute: 'seq', is: 'equal', value: 1 }] },
    { kind: 'create', item: step(2) },
    { kind: 'create', item: { pk: 'AUDIT#2026', sk: 'a' } },
  ]);
  await table.transact([{ kind: 'delete', key: state, when: [] }]);
  await table.transact([{ kind: 'delete', key: state, when: [] }]);
};

/** What a consumer may rely on; region, ids, times and sizes are each table's own. */
const form = ({ eventName, eventVersion, eventSource, dynamodb }: StreamRecord) => {
  const { Keys, NewImage, StreamViewType } = dynamodb;
  return { eventName, eventVersion, eventSource, Keys, NewImage, StreamViewType };
};

describe.skipIf(binary === undefined)('the stream of dynoxide', () => {
  let table: EngineTable | undefined;
  afterEach(() => table?.stop());
  const start = async () => (table = await dynoxideTable(binary ?? '', 'sovereign-ops', readTemplate(fixture).table));

  it('tells the same changes in the same order and form as the table in memory', async () => {
    const dynoxide = await start();
    const memory = memoryTable(() => new Date('2026-11-20T10:00:00Z'));
    await Promise.all([changes(dynoxide.table), changes(memory.table)]);
    const [told, expected] = [await dynoxide.take(), await memory.take()];
    expect(told.map(form)).toEqual(expected.map(form));
    expect(told.map(({ eventName }) => eventName)).toEqual([
      'INSERT',
      'INSERT',
      'MODIFY',
      'INSERT',
      'INSERT',
      'REMOVE',
    ]);
    const numbers = told.map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
    expect(numbers).toEqual(numbers.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('tells each change once, also those after the first reading', async () => {
    const dynoxide = await start();
    expect(await dynoxide.take()).toEqual([]);
    await dynoxide.table.transact([{ kind: 'create', item: step(1) }]);
    expect(await dynoxide.take()).toHaveLength(1);
    expect(await dynoxide.take()).toEqual([]);
    await dynoxide.table.transact([{ kind: 'create', item: step(2) }]);
    const [record] = await dynoxide.take();
    expect(StreamRecord.parse(record).dynamodb.Keys).toEqual({ pk: { S: 'INCIDENT#1' }, sk: { S: 'T#0000002' } });
  });

  it('keeps table and stream in its file: a process that comes after reads both from the beginning', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dynoxide-'));
    const kept = () =>
      dynoxideTable(binary ?? '', 'sovereign-ops', readTemplate(fixture).table, join(folder, 'table.db'));
    try {
      table = await kept();
      await table.table.transact([{ kind: 'create', item: step(1) }]);
      await table.stop();
      table = await kept();
      expect(await table.table.transact([{ kind: 'create', item: step(1) }])).toEqual({ kind: 'lost', failed: [0] });
      await table.table.transact([{ kind: 'create', item: step(2) }]);
      const told = await table.take();
      expect(told.map(({ dynamodb }) => dynamodb.Keys.sk.S)).toEqual(['T#0000001', 'T#0000002']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('ends with its process when it is stopped', async () => {
    const { endpoint, stop } = await start();
    await stop();
    table = undefined;
    await expect(fetch(endpoint)).rejects.toThrow();
  });
});

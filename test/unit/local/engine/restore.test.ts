import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../../../local/engine/clock.ts';
import { memoryTable, type Written } from '../../../../local/engine/memory-table.ts';
import { start } from './world.ts';

const key = { pk: 'INCIDENT#a', sk: 'STATE' };

describe('a table in memory that is restored', () => {
  const stage = async () => {
    const clock = virtualClock(start);
    const memory = memoryTable(clock.now, { keepsPast: true });
    const put = async (status: string) => {
      await memory.table.transact([{ kind: 'replace', item: { ...key, status }, when: [] }]);
      clock.after(1000, () => undefined);
      clock.jump?.();
    };
    await put('first');
    const between = new Date(clock.now().getTime() - 500);
    await put('second');
    await memory.table.transact([{ kind: 'create', item: { pk: 'INCIDENT#b', sk: 'STATE' } }]);
    await memory.take();
    return { memory, between };
  };

  it('holds what it held then, in items and indexes, and lacks what came later', async () => {
    const { memory, between } = await stage();
    memory.restore(between);
    expect(memory.all()).toEqual([{ ...key, status: 'first' }]);
  });

  it('tells who follows it, and its stream says nothing', async () => {
    const { memory, between } = await stage();
    const heard: Written[] = [];
    memory.onRestore((written) => void heard.push(...written));
    memory.restore(between);
    expect(heard).toEqual([
      { key: { pk: 'INCIDENT#b', sk: 'STATE' }, item: undefined },
      { key, item: { ...key, status: 'first' } },
    ]);
    expect(await memory.take()).toEqual([]);
  });

  it('is empty when it is restored to before its first item', async () => {
    const { memory } = await stage();
    memory.restore(new Date(start.getTime() - 1));
    expect(memory.all()).toEqual([]);
  });
});

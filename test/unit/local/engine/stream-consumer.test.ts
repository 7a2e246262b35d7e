import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { StreamRecord } from '../../../../local/engine/types.ts';
import { fixtureWith } from '../fixture.ts';
import { seconds, transition, world } from './world.ts';

const Batch = z.object({ Records: z.array(StreamRecord) });
const names = (event: unknown) =>
  Batch.parse(event).Records.map(({ dynamodb: { Keys } }) => `${Keys.pk.S.replace('INCIDENT#', '')}/${Keys.sk.S}`);
const minutes = (count: number) => ({ virtualMs: count * 60_000 });
const never = () => false;

describe('a function that reads the stream', () => {
  it('gets matching records only, in order, in batches as large as the template allows', async () => {
    const batches: string[][] = [];
    const { engine, put } = world({ auditor: async (event) => void batches.push(names(event)) });
    await put(transition('a', 1, 'x'), { pk: 'INCIDENT#a', sk: 'STATE' }, { pk: 'AUDIT#h', sk: '1' });
    await put(...[2, 3, 4].map((seq) => transition('a', seq, 'x')));
    await engine.runUntil(never, minutes(1));
    expect(batches).toEqual([['a/T#0000001', 'AUDIT#h/1', 'a/T#0000002', 'a/T#0000003'], ['a/T#0000004']]);
  });

  it('halves a failing batch until the bad record is alone, repeats that, buries it and goes on in order', async () => {
    const done: string[] = [];
    const { engine, put, of } = world({
      auditor: async (event) => {
        const batch = names(event);
        if (batch.includes('a/T#0000002')) throw new Error('unreadable');
        done.push(...batch);
      },
    });
    await put(...[1, 2, 3, 4, 5, 6].map((seq) => transition('a', seq, 'x')));
    await engine.runUntil(() => done.length === 5, minutes(1));
    expect(done).toEqual([1, 3, 4, 5, 6].map((seq) => `a/T#000000${seq}`));
    expect(engine.deadLetters).toMatchObject([
      { queue: 'FailedRecords', function: 'auditor', error: 'Error: unreadable', attempts: 3 },
    ]);
    expect(names(engine.deadLetters[0]?.event)).toEqual(['a/T#0000002']);
    const alone = of('failed').filter(({ retryInMs }) => retryInMs !== 0);
    expect(alone.map(({ attempt, at }) => [attempt, seconds(at)])).toEqual([
      [1, 0],
      [2, 1],
      [3, 3],
    ]);
  });

  it('gets one batch at a time, however long it takes', async () => {
    const log: string[] = [];
    const { engine, clock, put } = world({
      auditor: async (event) => {
        log.push(`starts ${names(event).join()}`);
        await clock.sleep(5000);
        log.push(`ends ${names(event).join()}`);
      },
    });
    await put(transition('a', 1, 'x'));
    clock.after(1000, () => void put(transition('a', 2, 'x')));
    await engine.runUntil(() => log.length === 4, minutes(1));
    expect(log).toEqual(['a/T#0000001', 'a/T#0000002'].flatMap((name) => [`starts ${name}`, `ends ${name}`]));
  });

  it('repeats a batch whole where the template does not let it be halved', async () => {
    const batches: string[][] = [];
    const { engine, put } = world(
      {
        auditor: async (event) => {
          batches.push(names(event));
          if (batches.length === 1) throw new Error('once');
        },
      },
      { template: fixtureWith('BisectBatchOnFunctionError: true', 'BisectBatchOnFunctionError: false') },
    );
    await put(transition('a', 1, 'x'), transition('a', 2, 'x'));
    await engine.runUntil(never, minutes(1));
    const both = ['a/T#0000001', 'a/T#0000002'];
    expect(batches).toEqual([both, both]);
  });

  it('goes on from the record that the function reports as failed', async () => {
    const batches: string[][] = [];
    const { engine, put } = world({
      auditor: async (event) => {
        batches.push(names(event));
        const second = Batch.parse(event).Records[1]?.dynamodb.SequenceNumber;
        return { batchItemFailures: batches.length === 1 ? [{ itemIdentifier: second }] : [] };
      },
    });
    await put(...[1, 2, 3].map((seq) => transition('a', seq, 'x')));
    await engine.runUntil(never, minutes(1));
    expect(batches).toEqual([
      ['a/T#0000001', 'a/T#0000002', 'a/T#0000003'],
      ['a/T#0000002', 'a/T#0000003'],
    ]);
  });

  it('gets every batch at least once, and some twice where the delivery is unkind', async () => {
    let calls = 0;
    const delivery = { duplicate: 1, reorder: 0, maxDelayMs: 0 };
    const { engine, put } = world({ auditor: async () => void (calls += 1) }, { delivery });
    await put(transition('a', 1, 'x'));
    await engine.runUntil(never, minutes(1));
    expect(calls).toBe(2);
  });
});

import * as z from 'zod';
import { account, region } from '../template/local-name.ts';
import type { FunctionModel } from '../template/model.ts';
import { type Core, errorText, type Invoker } from './invoker.ts';
import { eventPattern } from './pattern.ts';
import type { StreamRecord } from './types.ts';

type Source = FunctionModel['streams'][number];

const PartialAnswer = z.looseObject({ batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string() })) });
const streamArn = `arn:aws:dynamodb:${region}:${account}:table/local/stream/local`;

/** Lambda backs off while it repeats a batch; the documentation gives no figures, so these are ours. */
const backOffMs = (attempt: number): number => Math.min(1000 * 2 ** (attempt - 1), 60_000);

/** How many of the last batches can be read again. */
const kept = 8;

/** Index of the first record that the function reports as failed; all of them when it names one that is not here. */
const firstFailed = (answer: unknown, batch: readonly StreamRecord[]): number | undefined => {
  const failures = PartialAnswer.safeParse(answer).data?.batchItemFailures ?? [];
  if (failures.length === 0) return undefined;
  const names = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  return Math.max(
    0,
    batch.findIndex(({ dynamodb }) => names.has(dynamodb.SequenceNumber)),
  );
};

/**
 * A function that reads the stream itself: batches in order, one at a time. A failed batch is halved where the template
 * says so and repeated at most `retries` times; then what is left of it is buried and the line goes on.
 */
export const streamConsumer = (target: FunctionModel, source: Source, core: Core, invoker: Invoker) => {
  const filters = source.filters.map(eventPattern);
  const queue: StreamRecord[] = [];
  let reading = false;

  const tryOnce = async (batch: readonly StreamRecord[], attempt: number) => {
    const event = { Records: batch.map((record) => ({ ...record, eventSourceARN: streamArn })) };
    try {
      const answer = await invoker.run(target.name, event, attempt);
      const from = source.reportsItems ? firstFailed(answer, batch) : undefined;
      return from === undefined ? undefined : { from, error: new Error('the function reported failed records') };
    } catch (error) {
      return { from: 0, error };
    }
  };

  const work = async (batch: readonly StreamRecord[], attempt = 1): Promise<void> => {
    const failure = await tryOnce(batch, attempt);
    if (failure === undefined) return;
    const { from, error } = failure;
    const rest = batch.slice(from);
    const halve = source.bisect && rest.length > 1;
    const again = halve || from > 0 || attempt <= source.retries;
    const retryInMs = again ? (halve || from > 0 ? 0 : backOffMs(attempt)) : undefined;
    core.tell({ kind: 'failed', at: core.clock.now(), function: target.name, attempt, error, retryInMs });
    if (from > 0) return work(rest);
    if (halve) {
      const middle = Math.ceil(rest.length / 2);
      await work(rest.slice(0, middle), attempt);
      return work(rest.slice(middle), attempt);
    }
    if (retryInMs === undefined) {
      const event = { Records: rest };
      core.bury({ queue: source.queue, function: target.name, event, error: errorText(error), attempts: attempt });
      return;
    }
    await core.clock.sleep(retryInMs);
    return work(rest, attempt + 1);
  };

  const drain = async (): Promise<void> => {
    let last: StreamRecord[][] = [];
    while (queue.length > 0) {
      const batch = queue.splice(0, source.batchSize);
      last = [...last.slice(1 - kept), batch];
      await work(batch);
      const back = core.network.rereads(target.name);
      // An iterator that went back: each of them again, in the order of the stream.
      for (const again of back === 0 ? [] : last.slice(-back)) await work(again);
    }
    reading = false;
  };

  return (records: readonly StreamRecord[]): void => {
    queue.push(...records.filter((record) => filters.length === 0 || filters.some((matches) => matches(record))));
    if (reading || queue.length === 0) return;
    reading = true;
    void core.activity.start(drain);
  };
};

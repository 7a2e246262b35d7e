import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, it } from 'vitest';
import { getAll } from '../../../core/aws/get-all.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const dynamo = mockedClient(DynamoDBDocumentClient);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
const [a, b, c] = [
  { pk: 'A', sk: 'STATE' },
  { pk: 'B', sk: 'STATE' },
  { pk: 'C', sk: 'STATE' },
] as const;
const keys = [a, b, c];

let waits: number[];
const run = () => getAll(client, 'ops', keys, { wait: async (attempt) => waits.push(attempt) });
beforeEach(() => {
  dynamo.reset();
  waits = [];
});

describe('get several items', () => {
  it('asks once, strongly consistent and by the keys alone', async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: { ops: [] } });
    await getAll(client, 'ops', [{ ...a, seq: 1 } as typeof a, b, c], {});
    expect(sent(dynamo, BatchGetCommand)).toEqual([{ RequestItems: { ops: { Keys: keys, ConsistentRead: true } } }]);
  });

  it('puts what comes in any order into the order of the keys, with nothing for what is missing', async () => {
    dynamo.on(BatchGetCommand).resolves({
      Responses: {
        ops: [
          { ...c, n: 3 },
          { ...a, n: 1 },
        ],
      },
      UnprocessedKeys: {},
    });
    expect(await run()).toEqual([{ ...a, n: 1 }, undefined, { ...c, n: 3 }]);
    expect(waits).toEqual([]);
  });

  it('does not take the keys of one item for those of another', async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: { ops: [{ pk: 'A#', sk: 'B' }] } });
    expect(
      await getAll(
        client,
        'ops',
        [
          { pk: 'A', sk: '#B' },
          { pk: 'A#', sk: 'B' },
        ],
        {},
      ),
    ).toEqual([undefined, { pk: 'A#', sk: 'B' }]);
  });

  it('asks again for the keys that were left, and only for those', async () => {
    dynamo
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { ops: [{ ...b, n: 2 }] }, UnprocessedKeys: { ops: { Keys: [a, c] } } })
      .resolvesOnce({ Responses: { ops: [{ ...c, n: 3 }] }, UnprocessedKeys: { ops: { Keys: [a] } } })
      .resolvesOnce({ Responses: { ops: [{ ...a, n: 1 }] } });
    expect(await run()).toEqual([
      { ...a, n: 1 },
      { ...b, n: 2 },
      { ...c, n: 3 },
    ]);
    expect(sent(dynamo, BatchGetCommand)).toEqual(
      [keys, [a, c], [a]].map((Keys) => ({ RequestItems: { ops: { Keys, ConsistentRead: true } } })),
    );
    expect(waits).toEqual([2, 3]);
  });

  it('never takes a key that was left for an item that is not there', async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: { ops: [b, c] }, UnprocessedKeys: { ops: { Keys: [a] } } });
    await expect(run()).rejects.toMatchObject({ name: 'TableBusy', retryable: true });
    expect(dynamo).toHaveReceivedCommandTimes(BatchGetCommand, 4);
    expect(waits).toEqual([2, 3, 4]);
  });

  it('throws for an item without the keys of the table', async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: { ops: [{ id: 1 }] } });
    await expect(run()).rejects.toThrow('pk');
  });

  it.each([
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['ValidationException', 'client', 'ServiceRefused'],
    ['ProvisionedThroughputExceededException', 'client', 'ServiceUnavailable'],
    ['InternalServerError', 'server', 'ServiceUnavailable'],
  ])('translates %s', async (name, fault, expected) => {
    const error = Object.assign(new Error(name), { name, $fault: fault });
    dynamo.on(BatchGetCommand).rejects(error);
    await expect(run()).rejects.toMatchObject({ name: expected, cause: error });
    expect(dynamo).toHaveReceivedCommandTimes(BatchGetCommand, 1);
  });
});

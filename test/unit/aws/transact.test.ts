import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, it } from 'vitest';
import { transact } from '../../../core/aws/transact.ts';
import type { Write } from '../../../core/incident/table.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const dynamo = mockedClient(DynamoDBDocumentClient);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
const key = { pk: 'BOX#1', sk: 'STATE' };
const writes: Write[] = [
  { kind: 'create', item: key },
  { kind: 'delete', key: { pk: 'BOX#2', sk: 'STATE' }, when: [{ attribute: 'seq', is: 'equal', value: 1 }] },
];
const canceled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'canceled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const failing = (name: string, fault: string) => Object.assign(new Error(name), { name, $fault: fault });

const tokensSent = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.ClientRequestToken);

let tokens: number;
let waits: number[];
const run = () =>
  transact(client, 'ops', writes, {
    token: () => `token-${(tokens += 1)}`,
    wait: async (attempt) => waits.push(attempt),
  });
beforeEach(() => {
  dynamo.reset();
  tokens = 0;
  waits = [];
});

describe('commit one transaction', () => {
  it('sends every write in its order under one token', async () => {
    dynamo.on(TransactWriteCommand).resolves({});
    expect(await run()).toEqual({ kind: 'committed' });
    expect(sent(dynamo, TransactWriteCommand)).toEqual([
      {
        TransactItems: [
          {
            Put: {
              TableName: 'ops',
              Item: key,
              ConditionExpression: 'attribute_not_exists(#a0)',
              ExpressionAttributeNames: { '#a0': 'pk' },
            },
          },
          {
            Delete: {
              TableName: 'ops',
              Key: { pk: 'BOX#2', sk: 'STATE' },
              ConditionExpression: '#a0 = :v0',
              ExpressionAttributeNames: { '#a0': 'seq' },
              ExpressionAttributeValues: { ':v0': 1 },
            },
          },
        ],
        ClientRequestToken: 'token-1',
      },
    ]);
  });

  it('makes a new random token for each transaction when none is given', async () => {
    dynamo.on(TransactWriteCommand).resolves({});
    await transact(client, 'ops', writes, {});
    await transact(client, 'ops', writes, {});
    const used = tokensSent();
    expect(new Set(used).size).toBe(2);
    for (const token of used) expect(token).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    [['ConditionalCheckFailed', 'None'], [0]],
    [['None', 'ConditionalCheckFailed'], [1]],
    [
      ['ConditionalCheckFailed', 'ConditionalCheckFailed'],
      [0, 1],
    ],
    [['TransactionConflict', 'ConditionalCheckFailed'], [1]],
  ])('is lost at once for the reasons %j', async (codes, failed) => {
    dynamo.on(TransactWriteCommand).rejects(canceled(...codes));
    expect(await run()).toEqual({ kind: 'lost', failed });
    expect(dynamo).toHaveReceivedCommandTimes(TransactWriteCommand, 1);
  });

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'tries again with the same token after %s',
    async (code) => {
      dynamo.on(TransactWriteCommand).rejectsOnce(canceled('None', code)).resolves({});
      expect(await run()).toEqual({ kind: 'committed' });
      const used = tokensSent();
      expect(used).toEqual(['token-1', 'token-1']);
      expect(waits).toEqual([2]);
    },
  );

  it('throws TableBusy when the conflict outlasts four attempts', async () => {
    dynamo.on(TransactWriteCommand).rejects(canceled('TransactionConflict', 'None'));
    await expect(run()).rejects.toMatchObject({ name: 'TableBusy', retryable: true });
    expect(dynamo).toHaveReceivedCommandTimes(TransactWriteCommand, 4);
    expect(waits).toEqual([2, 3, 4]);
  });

  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'TransactionInProgressException'])(
    'throws TableBusy for %s, which the SDK has already repeated',
    async (name) => {
      const error = failing(name, 'client');
      dynamo.on(TransactWriteCommand).rejects(error);
      await expect(run()).rejects.toMatchObject({ name: 'TableBusy', retryable: true, cause: error });
      expect(dynamo).toHaveReceivedCommandTimes(TransactWriteCommand, 1);
    },
  );

  it('throws ServiceRefused for a reason that no repetition heals', async () => {
    dynamo.on(TransactWriteCommand).rejects(canceled('TransactionConflict', 'ValidationError'));
    await expect(run()).rejects.toMatchObject({
      name: 'ServiceRefused',
      message: 'dynamodb TransactWriteItems: ValidationError',
    });
    expect(dynamo).toHaveReceivedCommandTimes(TransactWriteCommand, 1);
  });

  it.each([
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['IdempotentParameterMismatchException', 'client', 'ServiceRefused'],
    ['InternalServerError', 'server', 'ServiceUnavailable'],
  ])('translates %s', async (name, fault, expected) => {
    dynamo.on(TransactWriteCommand).rejects(failing(name, fault));
    await expect(run()).rejects.toMatchObject({ name: expected });
  });
});

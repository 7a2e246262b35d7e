import { createHash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { powertoolsOnce } from '../../../core/aws/once.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const dynamo = mockedClient(DynamoDBClient);
const client = new DynamoDBClient({ region: 'eu-central-1' });
const config = { tableName: 'ops', functionName: 'notifier', attemptSeconds: 30 };
const now = Date.parse('2026-11-20T10:00:00Z');
const sk = { S: `ONCE#${createHash('sha256').update('"mail-1"').digest('base64')}` };
const pk = { S: 'IDEMPOTENCY#notifier' };

const held = (item: Record<string, { S: string } | { N: string }>) =>
  new ConditionalCheckFailedException({ message: 'held', $metadata: {}, Item: { pk, sk, ...item } });
const later = { purgeAt: { N: String(now / 1000 + 60) } };

beforeEach(() => {
  dynamo.reset();
  dynamo.on(PutItemCommand).resolves({}).on(UpdateItemCommand).resolves({}).on(DeleteItemCommand).resolves({});
  vi.useFakeTimers({ now, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('run an effect once', () => {
  it('marks the attempt in the partition of its function, until its time is over', async () => {
    await powertoolsOnce(client, config)('mail-1', async () => ({}));
    expect(sent(dynamo, PutItemCommand)).toEqual([
      {
        TableName: 'ops',
        Item: {
          pk,
          sk,
          status: { S: 'INPROGRESS' },
          purgeAt: { N: String(now / 1000 + 3600) },
          in_progress_expiration: { N: String(now + 30_000) },
        },
        ExpressionAttributeNames: {
          '#id': 'pk',
          '#expiry': 'purgeAt',
          '#in_progress_expiry': 'in_progress_expiration',
          '#status': 'status',
        },
        ExpressionAttributeValues: {
          ':now': { N: String(now / 1000) },
          ':now_in_millis': { N: String(now) },
          ':inprogress': { S: 'INPROGRESS' },
        },
        ConditionExpression:
          'attribute_not_exists(#id) OR #expiry < :now OR (#status = :inprogress AND attribute_exists(#in_progress_expiry) AND #in_progress_expiry < :now_in_millis)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    ]);
  });

  it('keeps the result as JSON text for as long as configured', async () => {
    const once = powertoolsOnce(client, { ...config, expiresAfterSeconds: 120 });
    expect(await once('mail-1', async () => ({ sent: 2 ** 60, gone: undefined }))).toStrictEqual({ sent: 2 ** 60 });
    expect(sent(dynamo, UpdateItemCommand)).toEqual([
      {
        TableName: 'ops',
        Key: { pk, sk },
        UpdateExpression: 'SET #expiry = :expiry, #status = :status, #response_data = :response_data',
        ExpressionAttributeNames: { '#expiry': 'purgeAt', '#status': 'status', '#response_data': 'data' },
        ExpressionAttributeValues: {
          ':expiry': { N: String(now / 1000 + 120) },
          ':status': { S: 'COMPLETED' },
          ':response_data': { S: '{"sent":1152921504606847000}' },
        },
      },
    ]);
  });

  it('hands out the stored result without running the effect again', async () => {
    dynamo.on(PutItemCommand).rejects(held({ ...later, status: { S: 'COMPLETED' }, data: { S: '{"sent":1}' } }));
    const effect = vi.fn(async () => ({ sent: 2 }));
    expect(await powertoolsOnce(client, config)('mail-1', effect)).toEqual({ sent: 1 });
    expect(effect).not.toHaveBeenCalled();
  });

  it('throws EffectInProgress while another attempt runs', async () => {
    dynamo.on(PutItemCommand).rejects(held({ ...later, status: { S: 'INPROGRESS' } }));
    const effect = vi.fn(async () => ({}));
    await expect(powertoolsOnce(client, config)('mail-1', effect)).rejects.toMatchObject({
      name: 'EffectInProgress',
      retryable: true,
    });
    expect(effect).not.toHaveBeenCalled();
  });

  it('forgets an effect that threw, and throws its error', async () => {
    const error = new Error('no line');
    await expect(powertoolsOnce(client, config)('mail-1', () => Promise.reject(error))).rejects.toBe(error);
    expect(sent(dynamo, DeleteItemCommand)).toEqual([{ TableName: 'ops', Key: { pk, sk } }]);
  });

  it('does nothing when the table does not answer', async () => {
    dynamo.on(PutItemCommand).rejects(Object.assign(new Error('x'), { name: 'InternalServerError' }));
    const effect = vi.fn(async () => ({}));
    await expect(powertoolsOnce(client, config)('mail-1', effect)).rejects.toMatchObject({
      name: 'IdempotencyPersistenceLayerError',
    });
    expect(effect).not.toHaveBeenCalled();
  });

  it('refuses an empty key', async () => {
    await expect(powertoolsOnce(client, config)('', async () => ({}))).rejects.toThrow();
    expect(dynamo).not.toHaveReceivedCommand(PutItemCommand);
  });

  it('refuses to start where the protection is switched off', () => {
    vi.stubEnv('POWERTOOLS_IDEMPOTENCY_DISABLED', 'true');
    expect(() => powertoolsOnce(client, config)).toThrow('POWERTOOLS_IDEMPOTENCY_DISABLED');
  });
});

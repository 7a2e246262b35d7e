import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { endpointTableId } from '../../../../local/endpoint/table-id.ts';
import { mockedClient } from '../../../support/mocked-client.ts';

const dynamo = mockedClient(DynamoDBClient);
const id = endpointTableId(new DynamoDBClient({ region: 'eu-central-1' }), 'steps');
beforeEach(() => dynamo.reset());

const born = (at: string) => ({
  TableArn: 'arn:aws:dynamodb:eu-central-1:1:table/steps',
  CreationDateTime: new Date(at),
});

describe('the id of a table at an endpoint', () => {
  it('is the one that the endpoint tells', async () => {
    dynamo.on(DescribeTableCommand).resolves({ Table: { ...born('2026-11-20T10:00:00Z'), TableId: 'of-dynamodb' } });
    expect(await id()).toBe('of-dynamodb');
  });

  it('is else the same for the same table, and another one for a table that was made anew', async () => {
    dynamo
      .on(DescribeTableCommand)
      .resolvesOnce({ Table: born('2026-11-20T10:00:00.000Z') })
      .resolvesOnce({ Table: born('2026-11-20T10:00:00.000Z') })
      .resolves({ Table: born('2026-11-20T10:00:00.001Z') });
    const [first, again, other] = [await id(), await id(), await id()];
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });
});

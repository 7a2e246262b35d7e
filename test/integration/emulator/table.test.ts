import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe } from 'vitest';
import { powertoolsOnce } from '../../../core/aws/once.ts';
import { dynamoTable } from '../../../core/aws/table.ts';
import { memoryOnce } from '../../../local/ports/once.ts';
import { createTable } from '../dynoxide.ts';
import { tableContract } from '../table.contract.ts';
import { describeOnMoto } from './describe-moto.ts';
import type { Emulator } from './moto.ts';
import { onceContract } from './once.contract.ts';

describe('once in memory', () => {
  onceContract(async () => memoryOnce());
});

const newTable = async (moto: Emulator) => {
  const client = new DynamoDBClient(moto.config);
  const tableName = `table-${randomUUID()}`;
  await createTable(client, tableName);
  const stop = async (): Promise<void> => {
    await client.send(new DeleteTableCommand({ TableName: tableName }));
    client.destroy();
  };
  return { client, tableName, stop };
};

/**
 * Where the emulator is not DynamoDB: it compares text with a number and fails, it takes an empty request, and on a busy
 * machine two of its threads write parts of two transactions.
 */
const wrong = [
  '{"attribute":"size","is":"before","value":"9"}',
  'no writes at all',
  'no keys at all',
  'lets one of twenty racing transactions win',
];

// Left out, too: a transaction repeated with its ClientRequestToken, which the emulator makes a second time.
describeOnMoto('the table on the emulator', (moto) => {
  const make = async () => {
    const { client, tableName, stop } = await newTable(moto());
    return { table: dynamoTable(client, { tableName }), stop };
  };
  tableContract('the DynamoDB table', make, wrong);

  onceContract(async () => {
    const { client, tableName } = await newTable(moto());
    return powertoolsOnce(client, { tableName, functionName: 'notifier', attemptSeconds: 30 });
  });
});

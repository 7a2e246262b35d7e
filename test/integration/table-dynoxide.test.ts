import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DynamoTable } from '../../local/engine/dynamo-table.ts';
import { dynamoTable } from '../../core/aws/table.ts';
import { dynamoTableId } from '../../core/aws/table-id.ts';
import { createTable, dynoxideMissing, dynoxideTable, tableName } from './dynoxide.ts';
import { tableContract } from './table.contract.ts';

if (dynoxideMissing !== undefined) console.warn(dynoxideMissing);

describe.skipIf(dynoxideMissing !== undefined)('the DynamoDB table', () => {
  let running: DynamoTable;
  beforeAll(async () => {
    running = await dynoxideTable();
  });
  afterAll(() => running.stop());

  tableContract('on dynoxide', async () => {
    const own = `table-${randomUUID()}`;
    await createTable(running.client, own);
    return { table: dynamoTable(running.client, { tableName: own }), stop: async () => undefined };
  });

  it('commits a transaction that is repeated with its token once and says committed twice', async () => {
    const { client } = running;
    const table = dynamoTable(client, { tableName, token: () => 'the-same-token' });
    const write = { kind: 'create', item: { pk: 'BOX#1', sk: 'STATE' } } as const;
    const results = [await table.transact([write]), await table.transact([write])];
    expect(results).toEqual([{ kind: 'committed' }, { kind: 'committed' }]);
  });

  it('has an id that a table created anew under the same name does not have', async () => {
    const [first, second] = [await dynoxideTable(), await dynoxideTable()];
    const ids = [
      await dynamoTableId(first.client, { tableName })(),
      await dynamoTableId(second.client, { tableName })(),
    ];
    await Promise.all([first.stop(), second.stop()]);
    expect(ids[0]).not.toEqual(ids[1]);
  });
});

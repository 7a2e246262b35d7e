import { describe, expect, it } from 'vitest';
import { dynamoTable } from '../../core/aws/table.ts';
import { dynamoTableId } from '../../core/aws/table-id.ts';
import { dynoxideMissing, dynoxideTable, tableName } from './dynoxide.ts';
import { tableContract } from './table.contract.ts';

if (dynoxideMissing !== undefined) console.warn(dynoxideMissing);

describe.skipIf(dynoxideMissing !== undefined)('the DynamoDB table', () => {
  tableContract('on dynoxide', async () => {
    const { client, stop } = await dynoxideTable();
    return { table: dynamoTable(client, { tableName }), stop };
  });

  it('commits a transaction that is repeated with its token once and says committed twice', async () => {
    const { client, stop } = await dynoxideTable();
    const table = dynamoTable(client, { tableName, token: () => 'the-same-token' });
    const write = { kind: 'create', item: { pk: 'BOX#1', sk: 'STATE' } } as const;
    const results = [await table.transact([write]), await table.transact([write])];
    await stop();
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

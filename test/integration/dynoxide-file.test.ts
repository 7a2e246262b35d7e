import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDynoxide, startDynoxide } from '../../local/engine/dynoxide.ts';
import { type DynamoTable, tableInput } from '../../local/engine/dynamo-table.ts';
import { dynoxideTable } from '../../local/engine/dynoxide-table.ts';
import { readTemplate } from '../../local/template/read.ts';
import { fixture } from '../unit/local/fixture.ts';
import { dynoxideMissing, tableName } from './dynoxide.ts';

if (dynoxideMissing !== undefined) console.warn(dynoxideMissing);

const binary = findDynoxide() ?? '';
const definition = readTemplate(fixture).table;
const item = { pk: 'INCIDENT#1', sk: 'T#0000001' };

describe.skipIf(dynoxideMissing !== undefined)('the file of a dynoxide', () => {
  let folder: string;
  let file: string;
  let table: DynamoTable | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dynoxide-'));
    file = join(folder, 'table.db');
  });
  afterEach(async () => {
    await table?.stop();
    table = undefined;
    rmSync(folder, { recursive: true });
  });
  const open = async () => (table = await dynoxideTable(binary, tableName, definition, file));

  /** What a process leaves in the file that is killed before the table has its stream. */
  const leave = async (name: string | undefined, items: readonly object[] = []): Promise<void> => {
    const { endpoint, stop } = await startDynoxide(binary, file);
    const client = new DynamoDBClient({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { StreamSpecification: _, ...withoutStream } = tableInput(name ?? '', definition);
    if (name !== undefined) await client.send(new CreateTableCommand(withoutStream));
    const documents = DynamoDBDocumentClient.from(client);
    for (const Item of items) await documents.send(new PutCommand({ TableName: name, Item: { ...Item } }));
    client.destroy();
    await stop();
  };
  const tells = async (): Promise<void> => {
    const { table: own, take } = await open();
    await own.transact([{ kind: 'create', item }]);
    expect((await take()).map(({ dynamodb }) => dynamodb.Keys.sk.S)).toEqual([item.sk]);
  };

  it('is made anew where a death left a table without a stream', async () => {
    await leave(tableName);
    await tells();
  });

  it('is made anew where a death left no table in it', async () => {
    await leave(undefined);
    await tells();
  });

  it('is made although a death left a part of it beside it, and nothing stays there', async () => {
    writeFileSync(`${file}.new`, 'the beginning of a table');
    await tells();
    await table?.stop();
    expect(readdirSync(folder)).toEqual(['table.db']);
  });

  it('is there only when the whole table is in it', async () => {
    const [index] = definition.GlobalSecondaryIndexes ?? [];
    const unmade = { ...definition, AttributeDefinitions: [], GlobalSecondaryIndexes: index ? [index] : [] };
    await expect(dynoxideTable(binary, tableName, unmade, file)).rejects.toThrow();
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['items in a table without a stream', tableName, 'found one with 1 items and no stream'],
    ['tables of somebody else', 'others', 'found other tables: others'],
  ])('is left alone with %s', async (_what, name, found) => {
    await leave(name, [item]);
    for (let twice = 0; twice < 2; twice += 1) await expect(open()).rejects.toThrow(found);
    await expect(open()).rejects.toThrow(file);
  });
});

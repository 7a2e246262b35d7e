import { existsSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { account, region } from '../template/local-name.ts';
import type { TableDefinition } from '../template/model.ts';
import { type DynamoTable, dynamoEngineTable, dynamoTableAt, type TablePlace } from './dynamo-table.ts';
import { startDynoxide } from './dynoxide.ts';
import { fileContent, layFile } from './table-file.ts';

const open = async (binary: string, tableName: string, file?: string): Promise<TablePlace> => {
  const { endpoint, ...server } = await startDynoxide(binary, file);
  const credentials = { accessKeyId: account, secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const stop = async (): Promise<void> => {
    client.destroy();
    await server.stop();
  };
  return { endpoint, client, tableName, stop };
};

/** What is done at a place; where that fails, the place is left. */
const at = async <T>(place: TablePlace, doing: Promise<T>): Promise<T> => {
  try {
    return await doing;
  } catch (error) {
    await place.stop();
    throw error;
  }
};

/** The table in `file`; undefined where there is nothing, or only the beginning that a killed process left. */
const tableIn = async (binary: string, tableName: string, file: string): Promise<DynamoTable | undefined> => {
  if (!existsSync(file)) return undefined;
  const place = await open(binary, tableName, file);
  const content = await at(place, fileContent(place));
  if (content.kind === 'table') return dynamoTableAt(place);
  await place.stop();
  if (content.kind === 'other') throw new Error(`${file}: expected the table ${tableName}, found ${content.found}`);
  return undefined;
};

/**
 * A dynoxide of its own with the template's table, the project's DynamoDB adapter on it and its stream. `file`: where the
 * table is kept; one that an earlier process left there is gone on with, its stream told from the beginning. Throws, naming
 * the file, where something else is in it.
 */
export const dynoxideTable = async (
  binary: string,
  tableName: string,
  definition: TableDefinition,
  file?: string,
): Promise<DynamoTable> => {
  if (file === undefined) {
    const place = await open(binary, tableName);
    return at(place, dynamoEngineTable(place, definition));
  }
  const left = await tableIn(binary, tableName, file);
  if (left !== undefined) return left;
  await layFile(file, async (made) => {
    const place = await open(binary, tableName, made);
    await at(place, dynamoEngineTable(place, definition));
    await place.stop();
  });
  const laid = await tableIn(binary, tableName, file);
  if (laid === undefined) throw new Error(`${file}: dynoxide did not keep the table ${tableName} that it made`);
  return laid;
};

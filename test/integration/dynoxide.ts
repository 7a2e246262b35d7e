import { readFileSync } from 'node:fs';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { findDynoxide } from '../../local/engine/dynoxide.ts';
import { type DynamoTable, tableInput } from '../../local/engine/dynamo-table.ts';
import { dynoxideTable as tableOn } from '../../local/engine/dynoxide-table.ts';
import { readTemplate } from '../../local/template/read.ts';

const binary = findDynoxide();
const definition = readTemplate(readFileSync('template.yaml', 'utf8')).table;

/** Why dynoxide cannot run here, or undefined when it can. It is an optional dependency for Linux on x64. */
export const dynoxideMissing =
  binary === undefined ? 'skipped: dynoxide is not installed (npm ci installs it on Linux x64 only)' : undefined;

export const tableName = 'sovereign-ops';

/** The empty table in the shape the template gives it. */
export const createTable = (client: DynamoDBClient, name = tableName) =>
  client.send(new CreateTableCommand(tableInput(name, definition)));

/** A dynoxide of its own, in memory, with the empty table in the shape the template gives it. Stop it by `stop`. */
export const dynoxideTable = (): Promise<DynamoTable> => tableOn(binary ?? '', tableName, definition);

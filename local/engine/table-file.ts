import { renameSync, rmSync } from 'node:fs';
import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { TablePlace } from './dynamo-table.ts';

export type FileContent = { kind: 'table' } | { kind: 'nothing' } | { kind: 'other'; found: string };

/**
 * What a file of dynoxide holds: the whole table; nothing that anybody wrote; or something that nobody but a person may throw
 * away. A table gets its stream last, so one with a stream has all the rest.
 */
export const fileContent = async ({ client, tableName }: TablePlace): Promise<FileContent> => {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const others = TableNames.filter((name) => name !== tableName);
  if (others.length > 0) return { kind: 'other', found: `other tables: ${others.join(', ')}` };
  if (TableNames.length === 0) return { kind: 'nothing' };
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  if (Table?.LatestStreamArn !== undefined) return { kind: 'table' };
  // A stream that began now would not tell of what is already there. A count that is missing is not a count of none.
  if (Table?.ItemCount === 0) return { kind: 'nothing' };
  const items = Table?.ItemCount ?? 'an unknown number of';
  return { kind: 'other', found: `one with ${items} items and no stream: move it away, and a new one is made` };
};

/** What SQLite keeps beside a file while somebody has it open. */
const companions = ['', '-wal', '-shm', '-journal'] as const;

const remove = (file: string): void => {
  for (const companion of companions) rmSync(`${file}${companion}`, { force: true });
};

/**
 * Puts a file in its place in one step, in place of what is there: dynoxide makes a table in several, and a process killed
 * between two of them left a table without a stream or an index. `make` makes it beside and has closed it when it returns.
 */
export const layFile = async (file: string, make: (made: string) => Promise<void>): Promise<void> => {
  const made = `${file}.new`;
  remove(made);
  await make(made);
  remove(file);
  renameSync(made, file);
};

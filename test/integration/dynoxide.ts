import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { indexes } from '../../core/incident/table.ts';

const binary = fileURLToPath(new URL('../../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url));

/** Why dynoxide cannot run here, or undefined when it can. It is an optional dependency for Linux on x64. */
export const dynoxideMissing = existsSync(binary)
  ? undefined
  : `skipped: ${binary} is not installed (npm ci installs it on Linux x64 only)`;

export const tableName = 'sovereign-ops';

/** A port that was free a moment ago: neither dynoxide nor moto_server tells which one it took for port 0. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const answering = async (client: DynamoDBClient): Promise<boolean> => {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      await client.send(new ListTablesCommand({}));
      return true;
    } catch {
      await setTimeout(10);
    }
  }
  return false;
};

const start = async (): Promise<{ client: DynamoDBClient; stop: () => Promise<void> }> => {
  const port = await freePort();
  const server = spawn(binary, ['serve', '--port', String(port)], { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const stop = async (): Promise<void> => {
    client.destroy();
    server.kill();
    await ended;
  };
  if (await answering(client)) return { client, stop };
  await stop();
  throw new Error(`dynoxide does not answer on port ${port}`);
};

/** The empty table in the shape the template gives it. */
export const createTable = (client: DynamoDBClient, name = tableName) => {
  const index = ({ name, partition, sort }: { name: string; partition: string; sort: string }) => ({
    IndexName: name,
    KeySchema: [
      { AttributeName: partition, KeyType: 'HASH' as const },
      { AttributeName: sort, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  });
  const { byStatus, byDeadline } = indexes;
  const attributes = ['pk', 'sk', byStatus.partition, byStatus.sort, byDeadline.partition, byDeadline.sort];
  const { IndexName: _name, Projection: _projection, ...main } = index({ name: '', partition: 'pk', sort: 'sk' });
  return client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      ...main,
      GlobalSecondaryIndexes: [index(byStatus), index(byDeadline)],
    }),
  );
};

/** A dynoxide of its own, in memory, with the empty table in the shape the template gives it. Stop it by `stop`. */
export const dynoxideTable = async (): Promise<{ client: DynamoDBClient; stop: () => Promise<void> }> => {
  const server = await start();
  await createTable(server.client);
  return server;
};

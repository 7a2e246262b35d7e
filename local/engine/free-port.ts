import { once } from 'node:events';
import { createServer } from 'node:net';

/** A loopback port that was free a moment ago: for programs that do not tell which one they took for port 0. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the machine gave no free port');
  return address.port;
};

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';
import type { KubernetesConfig } from '../../../core/aws/kubernetes-http.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A server on the loopback interface until the test is over; its address. */
export const listening = async (listener: Listener): Promise<string> => {
  const server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
};

type Seen = { method?: string; url?: string; headers: IncomingMessage['headers']; body: string };

/** An API server that gives these answers in turn and remembers what it was asked. */
export const apiServer = async (...answers: { status: number; body: unknown }[]) => {
  const seen: Seen[] = [];
  const endpoint = await listening(async (request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: await text(request) });
    const { status, body } = answers[Math.min(seen.length, answers.length) - 1] ?? { status: 500, body: {} };
    response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { seen, config: configFor(endpoint) };
};

export const configFor = (endpoint: string): KubernetesConfig => ({
  endpoint,
  ca: '',
  token: async () => 'k8s-aws-v1.token',
});

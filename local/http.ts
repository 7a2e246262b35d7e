import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Front, Incoming, SignedBy } from './gateway/front.ts';
import { requestBody } from './request-body.ts';

/** A REST API function: proxy event (payload v1) in, response out. */
export type HttpHandler = (event: unknown) => Promise<unknown>;

const Response = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

/** As API Gateway refuses what is larger: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const maxBytes = 10 * 1024 * 1024;

/** Undefined for a target that is no address, such as `//`. */
const incoming = ({ method, url = '/', headers }: IncomingMessage, body: string): Incoming | undefined => {
  const base = 'http://localhost';
  if (!URL.canParse(url, base)) return undefined;
  const { pathname, searchParams } = new URL(url, base);
  return {
    method: method ?? 'GET',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body,
  };
};

/** Only the path: API Gateway gives the query separately, and nothing here has one. Who signed comes from the front alone. */
const proxyEvent = (
  { method, path, headers, body }: Incoming,
  { headersDistinct, socket }: IncomingMessage,
  signedBy: SignedBy | undefined,
) => ({
  httpMethod: method,
  path,
  headers,
  multiValueHeaders: headersDistinct,
  body: body === '' ? null : body,
  isBase64Encoded: false,
  requestContext: {
    extendedRequestId: randomUUID(),
    requestId: headers['x-amzn-requestid'] ?? randomUUID(),
    identity: { sourceIp: socket.remoteAddress ?? 'unknown', ...signedBy },
  },
});

const openDoor: Front = async () => ({ kind: 'through' });

const answer = async (
  handler: HttpHandler,
  front: Front,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await requestBody(request, maxBytes);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const sent = incoming(request, body);
  if (sent === undefined) {
    response.writeHead(400).end();
    return;
  }
  const passed = await front(sent);
  const result =
    passed.kind === 'answered'
      ? passed.answer
      : Response.parse(await handler(proxyEvent(sent, request, passed.signedBy)));
  response.writeHead(result.statusCode, result.headers).end(result.body);
};

/**
 * Serves a REST API function on the loopback interface, as API Gateway would call it. Port 0 takes any free one; `failed`
 * hears of an error of the handler, the caller of the page only gets a 502; `front` stands before the function. Throws one
 * clear line when the port is in use. `stop` ends open connections, too.
 */
export const serve = async (
  handler: HttpHandler,
  port: number,
  failed: (error: unknown) => void = () => undefined,
  front: Front = openDoor,
): Promise<{ url: string; stop(): Promise<void> }> => {
  const server = createServer((request, response) => {
    answer(handler, front, request, response).catch((error: unknown) => {
      // What API Gateway says when a function fails.
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: 'Internal server error' }));
      failed(error);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} on 127.0.0.1 is in use; choose another one or stop what listens there`)
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
};

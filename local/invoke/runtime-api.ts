import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

export type Outcome =
  | { kind: 'succeeded'; body: string }
  /** The function threw, or could not be loaded. */
  | { kind: 'failed'; error: string; message: string };

export type Invocation = { event: string; requestId: string; functionArn: string; deadline: Date };
export type RuntimeApi = { address: string; outcome: Promise<Outcome>; close(): void };

const Reported = z.object({ errorType: z.string().default('Error'), errorMessage: z.string().default('') });

const failureOf = (body: string): Outcome => {
  const { errorType, errorMessage } = Reported.parse(JSON.parse(body));
  return { kind: 'failed', error: errorType, message: errorMessage };
};

/**
 * The Lambda Runtime API for one event, on loopback and a free port. A runtime that asks for a second event waits, as
 * in Lambda, until it is ended. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const serveOneEvent = async ({ event, requestId, functionArn, deadline }: Invocation): Promise<RuntimeApi> => {
  let handedOut = false;
  const { promise: outcome, settle } = settled();

  const next = (response: ServerResponse): void => {
    if (handedOut) return;
    handedOut = true;
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-invoked-function-arn': functionArn,
      'lambda-runtime-deadline-ms': String(deadline.getTime()),
    });
    response.end(event);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').replace('/2018-06-01/runtime', '');
    if (request.method === 'GET' && path === '/invocation/next') return next(response);
    const body = await text(request);
    response.writeHead(202).end('{"status":"OK"}');
    if (path === `/invocation/${requestId}/response`) settle({ kind: 'succeeded', body });
    else if (path === `/invocation/${requestId}/error` || path === '/init/error') settle(failureOf(body));
    else throw new Error(`the runtime called ${request.method} ${request.url}, which does not exist`);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      settle({ kind: 'failed', error: 'Runtime.ApiError', message: String(error) }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = z.object({ port: z.int() }).parse(server.address());
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `127.0.0.1:${bound.port}`, outcome, close };
};

const settled = (): { promise: Promise<Outcome>; settle: (outcome: Outcome) => void } => {
  let settle: (outcome: Outcome) => void = () => {};
  const promise = new Promise<Outcome>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
};

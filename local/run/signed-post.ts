import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Engine } from '../engine/types.ts';
import type { Post } from './decide-by-link.ts';

const Said = z.object({ message: z.string() });
const Response = z.object({ statusCode: z.int(), body: z.string() });

/**
 * Posts to a request as somebody who signed with their AWS credentials: hands the function the event that API Gateway
 * makes of it once the signature is verified. There is none to verify in this process.
 */
export const signedPost =
  (engine: Pick<Engine, 'invoke'>, approvalId: string, userArn: string): Post =>
  (what, body) =>
    signed(
      engine,
      { path: `/iam/a/${approvalId}/${what}`, resourcePath: `/iam/a/{approvalId}/${what}` },
      body,
      userArn,
    );

/** One operation, asked for by a signature likewise. */
export const signedOperation = async (
  engine: Pick<Engine, 'invoke'>,
  operation: string,
  body: object,
  userArn: string,
): Promise<{ status: number; message: string }> => {
  const where = { path: `/iam/ops/${operation}`, resourcePath: '/iam/ops/{operation}' };
  const { status, answer } = await signed(engine, where, body, userArn);
  return { status, ...Said.parse(answer) };
};

const signed = async (
  engine: Pick<Engine, 'invoke'>,
  { path, resourcePath }: { path: string; resourcePath: string },
  body: object,
  userArn: string,
): Promise<{ status: number; answer: unknown }> => {
  const event = {
    httpMethod: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: randomUUID(),
      resourcePath,
      identity: { sourceIp: '127.0.0.1', userArn },
    },
  };
  const { statusCode, body: text } = Response.parse(await engine.invoke('approval-api', event));
  return { status: statusCode, answer: JSON.parse(text) };
};

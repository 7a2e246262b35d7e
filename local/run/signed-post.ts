import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Engine } from '../engine/types.ts';
import type { Post } from './decide-by-link.ts';

const Response = z.object({ statusCode: z.int(), body: z.string() });

/**
 * Posts to a request as somebody who signed with their AWS credentials: hands the function the event that API Gateway
 * makes of it once the signature is verified. There is none to verify in this process.
 */
export const signedPost =
  (engine: Pick<Engine, 'invoke'>, approvalId: string, userArn: string): Post =>
  async (what, body) => {
    const event = {
      httpMethod: 'POST',
      path: `/iam/a/${approvalId}/${what}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: {
        requestId: randomUUID(),
        resourcePath: `/iam/a/{approvalId}/${what}`,
        identity: { sourceIp: '127.0.0.1', userArn },
      },
    };
    const { statusCode, body: text } = Response.parse(await engine.invoke('approval-api', event));
    return { status: statusCode, answer: JSON.parse(text) };
  };

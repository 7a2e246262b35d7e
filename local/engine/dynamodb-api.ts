import * as z from 'zod';
import { account, region } from '../template/local-name.ts';

const Refused = z.object({ message: z.string() });

/** Dynoxide and the emulators want to see whose request it is and check no signature: there is no secret here. */
const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=local`;

/** One call of DynamoDB's JSON protocol, for what the SDK clients of this project do not cover: the streams. */
export const callApi = async (endpoint: string, target: string, input: object): Promise<unknown> => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      'x-amz-target': target,
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(10_000),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const reason = Refused.safeParse(answer).data?.message ?? JSON.stringify(answer);
  throw new Error(`${target} at ${endpoint} answered ${response.status}: ${reason}`);
};

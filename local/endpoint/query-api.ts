import { account, region } from '../template/local-name.ts';

/** The emulators look at the service's name and check no signature. */
const authorization = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=local`;

type Call = { service: string; fields: Readonly<Record<string, string>>; timeoutMs?: number };

/** One call of the query protocol, for what no client is needed for otherwise. The answer is XML. */
export const callQuery = async (endpoint: string, { service, fields, timeoutMs = 20_000 }: Call): Promise<string> => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: authorization(service), 'x-amz-date': '20260101T000000Z' },
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = await response.text();
  if (response.ok) return answer;
  throw new Error(`${service} ${fields['Action']} at ${endpoint} answered ${response.status}: ${answer.slice(0, 200)}`);
};

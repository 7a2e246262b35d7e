import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';
import { cleanText } from '../../core/incident/text.ts';
import { Failed } from './failed.ts';
import type { Target } from './target.ts';

/** The answer of the API to one signed request, as it came. */
export type Answered = { status: number; answer: unknown };
export type Api = {
  post(path: string, body: object): Promise<Answered>;
  /** One operation; throws what it was refused with. */
  operation<T>(name: string, body: object, schema: z.ZodType<T>): Promise<T>;
};

const Said = z.object({ message: z.string() });

/** What to tell a person about an answer that is none of what was asked for. */
export const refusal = ({ status, answer }: Answered): string => {
  const said = Said.safeParse(answer).data?.message;
  const message = said === undefined ? `the API answered ${status}` : cleanText(said, 600);
  if (status === 403 && !z.object({ outcome: z.string() }).safeParse(answer).success) return `not let in: ${message}`;
  return status === 404 && message.includes('link') ? 'you are nobody here: no ARN of the roster is yours' : message;
};

/** The API of a stack; every request is signed for `execute-api` with the caller's credentials. */
export const signedApi = ({ url, region, credentials }: Target, now: () => Date, signal: AbortSignal): Api => {
  const signed = async (address: URL, body: string): Promise<Record<string, string>> => {
    const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
    const { host, hostname, protocol, pathname: path } = address;
    const headers = { host, 'content-type': 'application/json' };
    const request = { method: 'POST', protocol, hostname, path, query: {}, headers, body };
    const made = await signer.sign(request, { signingDate: now() });
    const { host: _host, ...sent } = made.headers;
    return sent;
  };

  const post: Api['post'] = async (path, document) => {
    const address = new URL(`${url}${path}`);
    const body = JSON.stringify(document);
    const headers = { ...(await signed(address, body)), connection: 'close' };
    try {
      const response = await fetch(address, { method: 'POST', headers, body, redirect: 'error', signal });
      return { status: response.status, answer: jsonOf(await response.text()) };
    } catch (error) {
      if (signal.aborted) throw error;
      const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new Failed(1, `${address.host} does not answer: ${cleanText(why, 200)}`, { cause: error });
    }
  };

  return {
    post,
    operation: async (name, body, schema) => {
      const answered = await post(`/iam/ops/${name}`, body);
      if (answered.status !== 200) throw new Failed(1, refusal(answered));
      const parsed = schema.safeParse(answered.answer);
      if (!parsed.success)
        throw new Failed(1, `the API answered ${name} as another version would: update this checkout`);
      return parsed.data;
    },
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

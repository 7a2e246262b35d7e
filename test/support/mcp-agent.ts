import { Sha256 } from '@aws-crypto/sha256-js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';
import type { LocalPerson } from '../../local/gateway/people.ts';

const Texts = z.object({ content: z.array(z.object({ text: z.string() })), isError: z.boolean() });
const fence = /^----- ([0-9a-f]{32})\n([^]*)\n----- \1$/m;

/** `fetch` with the signature of this person, as a proxy for SigV4 makes it. */
const signing =
  ({ accessKeyId, secretAccessKey }: LocalPerson) =>
  async (address: string | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(address);
    const credentials = { accessKeyId, secretAccessKey };
    const signer = new SignatureV4({ service: 'execute-api', region: 'local', credentials, sha256: Sha256 });
    const method = init.method ?? 'GET';
    const body = typeof init.body === 'string' ? init.body : undefined;
    const made = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: {},
      headers: { ...Object.fromEntries(new Headers(init.headers)), host: url.host },
      ...(body === undefined ? {} : { body }),
    });
    const { host: _host, ...headers } = made.headers;
    return fetch(url, { ...init, method, headers: { ...headers, connection: 'close' } });
  };

/** The official client, connected over HTTP as this person; `heard` keeps every text that it was sent. */
export const agentOf = async (url: string, person: LocalPerson) => {
  const client = new Client({ name: 'an-agent', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/iam/mcp`), { fetch: signing(person) }));
  const heard: string[] = [];
  /** The document of a result, or the line of a refusal. */
  const call = async (name: string, input: Record<string, unknown> = {}): Promise<unknown> => {
    const result = Texts.parse(await client.callTool({ name, arguments: input }));
    const text = result.content.map((one) => one.text).join('');
    heard.push(text);
    const [, , data] = fence.exec(text) ?? [];
    return data === undefined ? text : (JSON.parse(data) as unknown);
  };
  return { client, call, heard };
};
export type Agent = Awaited<ReturnType<typeof agentOf>>;

import * as z from 'zod';
import { createHandler, type Deps } from '../../functions/mcp/handler.ts';
import { arnOf } from './operations.ts';

const Answer = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.strictObject({ code: z.int(), message: z.string() }).optional(),
});
const Called = z.object({
  content: z.tuple([z.object({ type: z.literal('text'), text: z.string() })]),
  isError: z.boolean(),
});
const fence = /^----- ([0-9a-f]{32})\n([^]*)\n----- \1$/m;

export type Sent = { path?: string; method?: string; headers?: Record<string, string>; person?: string | undefined };

/** The real handler as API Gateway calls it: by default for bob, who signed. */
export const mcpClient = (deps: Deps) => {
  const handler = createHandler(deps);
  let requests = 0;
  const send = (body: unknown, { path = '/live/iam/mcp', method = 'POST', headers = {}, ...sent }: Sent = {}) => {
    const person = 'person' in sent ? sent.person : 'bob';
    return handler({
      httpMethod: method,
      path,
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      requestContext: {
        requestId: `mcp-${(requests += 1)}`,
        identity: { sourceIp: '10.0.0.7', ...(person === undefined ? {} : { userArn: arnOf(person) }) },
      },
    });
  };
  const ask = async (method: string, params: object = {}, sent: Sent = {}) => {
    const { statusCode, body } = await send({ jsonrpc: '2.0', id: 1, method, params }, sent);
    return { statusCode, ...Answer.parse(JSON.parse(body)) };
  };
  /** The one text of a result, and the document within its fence where it is no refusal. */
  const call = async (name: string, input: object = {}, person = 'bob') => {
    const { result } = await ask('tools/call', { name, arguments: input }, { person });
    const { content, isError } = Called.parse(result);
    const [{ text }] = content;
    const [, , data] = text.includes(' Cut: ') ? [] : (fence.exec(text) ?? []);
    return { text, isError, ...(data === undefined ? {} : { data: JSON.parse(data) as unknown }) };
  };
  return { send, ask, call };
};

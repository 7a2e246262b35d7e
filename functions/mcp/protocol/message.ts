import * as z from 'zod';
import { parseJson } from '../../../core/approval/http/body.ts';

/** As JSON-RPC 2.0 and MCP have them: a string or a whole number, never null. */
const Id = z.union([z.string().max(256), z.int()]);
export type Id = z.infer<typeof Id>;

const Method = z.string().min(1).max(128);
const Params = z.record(z.string(), z.unknown());
const Request = z.object({ jsonrpc: z.literal('2.0'), id: Id, method: Method, params: Params.optional() });
const Notification = z.object({ jsonrpc: z.literal('2.0'), id: z.undefined().optional(), method: Method });
/** What a client answers; a server that asks nothing is not waiting for it. */
const Answer = z.union([
  z.object({ jsonrpc: z.literal('2.0'), id: Id, method: z.undefined().optional(), result: Params }),
  z.object({ jsonrpc: z.literal('2.0'), id: Id, method: z.undefined().optional(), error: Params }),
]);

/** Codes of JSON-RPC 2.0, and the one that MCP has for a resource. */
export const codes = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  resourceNotFound: -32002,
} as const;

export type Problem = { kind: 'problem'; code: number; message: string };
export type Message =
  | { kind: 'request'; id: Id; method: string; params: Readonly<Record<string, unknown>> }
  | { kind: 'no-answer' }
  | (Problem & { id: Id | null });

export const problem = (code: number, message: string): Problem => ({ kind: 'problem', code, message });

/** One message of a client, or the error that the protocol has for what is none. Batches are none since 2025-06-18. */
export const messageOf = (text: string): Message => {
  const parsed = parseJson(text);
  if (parsed === undefined) return { ...problem(codes.parseError, 'body: expected JSON'), id: null };
  const { value } = parsed;
  if (Array.isArray(value)) {
    return { ...problem(codes.invalidRequest, 'body: expected one message; batches are not accepted'), id: null };
  }
  const request = Request.safeParse(value);
  if (request.success) {
    const { id, method, params = {} } = request.data;
    return { kind: 'request', id, method, params };
  }
  if (Notification.safeParse(value).success || Answer.safeParse(value).success) return { kind: 'no-answer' };
  const id = z.object({ id: Id }).safeParse(value).data?.id ?? null;
  return { ...problem(codes.invalidRequest, 'body: expected a message of JSON-RPC 2.0'), id };
};

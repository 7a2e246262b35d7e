import type { HttpResponse } from '../../../core/approval/http/request.ts';
import { json } from '../../../core/approval/http/respond.ts';
import type { Id, Problem } from './message.ts';

/** What a request asked for. */
export const answered = (id: Id, result: object): HttpResponse => json(200, { jsonrpc: '2.0', id, result });

/** The error of the protocol, in one line. A transport that fails says so with its own status. */
export const failed = (
  id: Id | null,
  { code, message }: Omit<Problem, 'kind'>,
  statusCode = 200,
  headers: Record<string, string> = {},
): HttpResponse => json(statusCode, { jsonrpc: '2.0', id, error: { code, message } }, headers);

/** Taken in, and there is nothing to say. */
export const accepted = (): HttpResponse => ({ ...json(202, null), body: '' });

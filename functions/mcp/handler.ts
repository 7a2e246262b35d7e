import { randomBytes } from 'node:crypto';
import { unfitBody } from '../../core/approval/http/body.ts';
import { type HttpRequest, type HttpResponse, httpRequest } from '../../core/approval/http/request.ts';
import { json, reject } from '../../core/approval/http/respond.ts';
import { identify, type IdentifyDeps } from '../../core/approval/identify.ts';
import { recordFailure } from '../../core/approval/record-failure.ts';
import type { CallDeps } from './call-tool.ts';
import { dispatch } from './dispatch.ts';
import { accepted, failed } from './protocol/answer.ts';
import { codes, messageOf } from './protocol/message.ts';
import { isSpoken, revisions } from './protocol/versions.ts';

export type Deps = Omit<CallDeps, 'delimiter'> &
  IdentifyDeps & {
    /** Random by default. */
    delimiter?: () => string;
    /** The API is on the internet: this is not. */
    decisionOnly?: boolean | undefined;
  };

/** The longest arguments are a question to the policy; a reason with every character in four bytes is far shorter. */
export const maxBodyBytes = 64 * 1024;

const acceptsJson = (accept: string | undefined): boolean =>
  accept === undefined || /application\/json|\*\/\*|application\/\*/i.test(accept);

const randomDelimiter = (): string => randomBytes(16).toString('hex');

/** It is recorded that they asked, and they learn nothing but that. */
const nobody = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const { signed } = request;
  await recordFailure('mcp', deps, 'mcp', signed ? 'iam' : 'oidc', {}, request);
  deps.meter.count('AuthenticationFailed');
  deps.log.warn('nobody of the roster asked over MCP', { requestId: request.requestId });
  const message = 'you are nobody here: sign the request or bring a token of the identity provider';
  const error = { code: codes.invalidRequest, message };
  return signed ? failed(null, error, 403) : failed(null, error, 401, { 'www-authenticate': 'Bearer' });
};

/**
 * Started by API Gateway: MCP over streamable HTTP without sessions and streams, so only `POST` is there and every answer is
 * one JSON message. Who asks is known before anything that they sent is read.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<HttpResponse> => {
    const request = httpRequest(event);
    if (deps.decisionOnly === true) return json(404, { outcome: 'unknown', message: 'nothing is here' });
    if (request.method !== 'POST') return reject(405, 'method: expected POST', { allow: 'POST' }).response;
    const unfit = unfitBody(request, maxBodyBytes);
    if (unfit !== undefined) return unfit.response;
    if (!acceptsJson(request.headers['accept'])) return reject(406, 'accept: expected application/json').response;

    const who = await identify(deps, request);
    if (!('person' in who)) return nobody(deps, request);

    if (!isSpoken(request.headers['mcp-protocol-version'])) {
      const message = `mcp-protocol-version: expected one of ${revisions.join(', ')}`;
      return failed(null, { code: codes.invalidRequest, message }, 400);
    }
    const message = messageOf(request.body.toString('utf8'));
    switch (message.kind) {
      case 'problem':
        return failed(message.id, message, 400);
      case 'no-answer':
        return accepted();
      case 'request':
        return dispatch({ delimiter: randomDelimiter, ...deps }, who, message);
      default:
        return message satisfies never;
    }
  };

import * as z from 'zod';
import { bodyOf } from '../body.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import { identify } from '../identify.ts';
import { recordFailure } from '../record-failure.ts';
import { reject, unknownLink } from '../respond.ts';
import { operate } from './operate.ts';
import type { OperationDeps } from './operation.ts';

// Anchored at its end only: a stage or a base path of a custom domain may stand before it.
const shape = /\/(?:iam\/)?ops\/([a-z-]{1,40})\/?$/;

/** The name of the operation that was asked for, or undefined where the path is of something else. */
export const operationOf = ({ path }: Pick<HttpRequest, 'path'>): string | undefined => shape.exec(path)?.[1];

/** An operation as an HTTP request: nobody learns whether there is one, and it is recorded that they asked. */
export const answerOperation = async (
  deps: OperationDeps,
  request: HttpRequest,
  name: string,
): Promise<HttpResponse> => {
  if (request.method !== 'POST') return reject(405, 'method: expected POST', { allow: 'POST' }).response;
  const parsed = bodyOf(request, z.unknown());
  if (parsed.kind === 'refused') return parsed.response;
  const who = await identify(deps, request);
  if (!('person' in who)) {
    await recordFailure(deps, name, request);
    deps.meter.count('AuthenticationFailed');
    deps.log.warn('nobody of the roster asked for an operation', { requestId: request.requestId });
    return unknownLink();
  }
  return operate(deps, who, name, parsed.body);
};

import * as z from 'zod';
import { bodyOf } from '../../../core/approval/http/body.ts';
import type { HttpRequest, HttpResponse } from '../../../core/approval/http/request.ts';
import { identify } from '../../../core/approval/identify.ts';
import { recordFailure } from '../../../core/approval/record-failure.ts';
import { unknownLink } from '../respond.ts';
import { operate } from './operate.ts';
import type { OperationDeps } from './operation.ts';

/** An operation as an HTTP request: nobody learns whether there is one, and it is recorded that they asked. */
export const answerOperation = async (
  deps: OperationDeps,
  request: HttpRequest,
  name: string,
): Promise<HttpResponse> => {
  const parsed = bodyOf(request, z.unknown());
  if (parsed.kind === 'refused') return parsed.response;
  const who = await identify(deps, request);
  if (!('person' in who)) {
    await recordFailure('approval-api', deps, name, request.signed ? 'iam' : 'oidc', {}, request);
    deps.meter.count('AuthenticationFailed');
    deps.log.warn('nobody of the roster asked for an operation', { requestId: request.requestId });
    return unknownLink();
  }
  return operate(deps, who, name, parsed.body);
};

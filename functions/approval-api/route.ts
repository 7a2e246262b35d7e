import type { HttpRequest } from '../../core/approval/http/request.ts';

export type Route =
  | { kind: 'page' | 'incidents' | 'signed-in'; head: boolean }
  | { kind: 'view' | 'decision'; approvalId: string }
  | { kind: 'operation'; operation: string }
  | { kind: 'method-not-allowed'; allow: string }
  | { kind: 'nothing-here' };

// Anchored at their ends only: a stage or a base path of a custom domain may stand before.
const requestShape = /\/(iam\/)?a\/([^/]{1,128})(?:\/(view|decision))?\/?$/;
const operationShape = /\/(?:iam\/)?ops\/([a-z][a-z-]{0,63})\/?$/;
const shellShape = /\/(incidents|signed-in)\/?$/;

/** More than the stage, the base path and the id of any request of ours; API Gateway passes on four times as much. */
const longestPath = 2048;

const shell = (kind: 'page' | 'incidents' | 'signed-in', method: string): Route =>
  method === 'GET' || method === 'HEAD'
    ? { kind, head: method === 'HEAD' }
    : { kind: 'method-not-allowed', allow: 'GET, HEAD' };

const posted = (route: Route, method: string): Route =>
  method === 'POST' ? route : { kind: 'method-not-allowed', allow: 'POST' };

/** On the internet: what a person needs to see and decide one request. The rest is not there. */
export const decisionOnly = (route: Route): Route =>
  route.kind === 'operation' || route.kind === 'incidents' ? { kind: 'nothing-here' } : route;

/**
 * Which of the things this function does was asked for. The id is whatever was sent, not yet an approval id. Whether the
 * caller was authenticated by API Gateway is not read here but in `httpRequest`.
 */
export const routeOf = ({ method, path }: Pick<HttpRequest, 'method' | 'path'>): Route => {
  if (path.length > longestPath) return { kind: 'nothing-here' };
  const [request, iam, approvalId = '', what] = requestShape.exec(path) ?? [];
  if (request !== undefined) {
    if (what !== undefined) return posted({ kind: what === 'view' ? 'view' : 'decision', approvalId }, method);
    return iam === undefined ? shell('page', method) : { kind: 'nothing-here' };
  }
  const operation = operationShape.exec(path)?.[1];
  if (operation !== undefined) return posted({ kind: 'operation', operation }, method);
  const inert = shellShape.exec(path)?.[1];
  if (inert === undefined) return { kind: 'nothing-here' };
  return shell(inert === 'incidents' ? 'incidents' : 'signed-in', method);
};

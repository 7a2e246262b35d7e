import type { HttpRequest } from './http.ts';

export type Route =
  | { kind: 'page' | 'signed-in'; head: boolean }
  | { kind: 'view' | 'decision'; approvalId: string }
  | { kind: 'method-not-allowed'; allow: string }
  | { kind: 'nothing-here' };

// Anchored at its end only: a stage or a base path of a custom domain may stand before it.
const shape = /\/a\/([^/]{1,128})(?:\/(view|decision))?\/?$/;

const signedIn = /\/signed-in\/?$/;

const shellRoute = (kind: 'page' | 'signed-in', method: string): Route =>
  method === 'GET' || method === 'HEAD'
    ? { kind, head: method === 'HEAD' }
    : { kind: 'method-not-allowed', allow: 'GET, HEAD' };

/** Which of the things this function does was asked for. The id is whatever was sent, not yet an approval id. */
export const routeOf = ({ method, path }: HttpRequest): Route => {
  if (signedIn.test(path)) return shellRoute('signed-in', method);
  const match = shape.exec(path);
  if (match === null) return { kind: 'nothing-here' };
  const [, approvalId = '', what] = match;
  if (what === undefined) return shellRoute('page', method);
  if (method !== 'POST') return { kind: 'method-not-allowed', allow: 'POST' };
  return { kind: what === 'view' ? 'view' : 'decision', approvalId };
};

import type { HttpRequest } from './http.ts';

export type Route =
  | { kind: 'page'; head: boolean }
  | { kind: 'view' | 'decision'; approvalId: string }
  | { kind: 'method-not-allowed'; allow: string }
  | { kind: 'nothing-here' };

// Anchored at its end only: a stage or a base path of a custom domain may stand before it.
const shape = /\/a\/([^/]{1,128})(?:\/(view|decision))?\/?$/;

/** Which of the three things this function does was asked for. The id is whatever was sent, not yet an approval id. */
export const routeOf = ({ method, path }: HttpRequest): Route => {
  const match = shape.exec(path);
  if (match === null) return { kind: 'nothing-here' };
  const [, approvalId = '', what] = match;
  if (what === undefined) {
    if (method === 'GET' || method === 'HEAD') return { kind: 'page', head: method === 'HEAD' };
    return { kind: 'method-not-allowed', allow: 'GET, HEAD' };
  }
  if (method !== 'POST') return { kind: 'method-not-allowed', allow: 'POST' };
  return { kind: what === 'view' ? 'view' : 'decision', approvalId };
};

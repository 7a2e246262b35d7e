import type { Shell } from '../../core/approval/page/shell/shell-document.ts';
import type { HttpResponse } from './http.ts';

const nothingAllowed = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** On every answer, the refusals included: nothing is kept, framed, indexed, sniffed or told to the next site. */
const security = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'strict-transport-security': 'max-age=31536000',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
} as const;

/** An answer that is data. */
export const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => ({
  statusCode,
  headers: {
    ...security,
    'content-security-policy': nothingAllowed,
    'content-type': 'application/json; charset=utf-8',
    ...headers,
  },
  body: JSON.stringify(body),
});

/** A page of ours; a HEAD gets the same without the body. */
export const html = ({ html: body, policy }: Shell, head: boolean): HttpResponse => ({
  statusCode: 200,
  headers: { ...security, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' },
  body: head ? '' : body,
});

export type Refused = { kind: 'refused'; response: HttpResponse };
export const reject = (statusCode: number, message: string, headers: Record<string, string> = {}): Refused => ({
  kind: 'refused',
  response: json(statusCode, { outcome: 'refused', message }, headers),
});

/** The one answer to whoever has no valid link: it does not tell whether the request exists. */
export const unknownLink = (): HttpResponse =>
  json(404, { outcome: 'unknown', message: 'this link is not valid, or it is no longer' });

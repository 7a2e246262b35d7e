import type { HttpResponse } from './request.ts';

const nothingAllowed = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** On every answer, the refusals included: nothing is kept, framed, indexed, sniffed or told to the next site. */
export const security = {
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

export type Refused = { kind: 'refused'; response: HttpResponse };
export const reject = (statusCode: number, message: string, headers: Record<string, string> = {}): Refused => ({
  kind: 'refused',
  response: json(statusCode, { outcome: 'refused', message }, headers),
});

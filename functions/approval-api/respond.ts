import type { HttpResponse } from '../../core/approval/http/request.ts';
import { json, security } from '../../core/approval/http/respond.ts';
import type { Shell } from '../../core/approval/page/shell/shell-document.ts';

/** A page of ours; a HEAD gets the same without the body. */
export const html = ({ html: body, policy }: Shell, head: boolean): HttpResponse => ({
  statusCode: 200,
  headers: { ...security, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' },
  body: head ? '' : body,
});

/** The one answer to whoever has no valid link: it does not tell whether the request exists. */
export const unknownLink = (): HttpResponse =>
  json(404, { outcome: 'unknown', message: 'this link is not valid, or it is no longer' });

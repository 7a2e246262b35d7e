import type { IdentityMethod } from '../../core/approval/identity.ts';
import type { HttpRequest } from '../../core/approval/http/request.ts';
import { reject, type Refused } from '../../core/approval/http/respond.ts';

/** How a request says who sent it, before anything of that is believed. */
export type Credential = { kind: 'link'; token: string } | { kind: Exclude<IdentityMethod, 'link'> };

/**
 * The one credential of a request: the signature on a signed route, else an Authorization header, else the token of a link.
 * Two are refused even where both are of one person: which of them decided would be a matter of taste.
 */
export const credentialOf = (
  { signed, headers }: HttpRequest,
  token: string | undefined,
): { kind: 'credential'; credential: Credential } | Refused => {
  const bearer = headers['authorization'] !== undefined;
  if (signed || bearer) {
    if (token !== undefined) {
      return reject(400, `token: expected none beside ${signed ? 'a signature' : 'an Authorization header'}`);
    }
    return { kind: 'credential', credential: { kind: signed ? 'iam' : 'oidc' } };
  }
  if (token === undefined) return reject(400, 'token: expected the token of a link, or an Authorization header');
  return { kind: 'credential', credential: { kind: 'link', token } };
};

import type { Identity } from './identity.ts';
import type { TokenVerifier } from './ports.ts';
import { boundTo, secretHeader } from './sign-in/bound.ts';
import { standingOf } from './standing.ts';
import { tokenIdentity } from './token-identity.ts';
import type { PolicyLayer } from '../policy/layer.ts';
import type { HttpRequest } from './http/request.ts';

export type IdentifyDeps = {
  policy: Pick<PolicyLayer, 'roster'>;
  now: () => Date;
  /** Absent where no identity provider is configured. */
  tokens?: TokenVerifier | undefined;
};

const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

const byArn = ({ policy: { roster }, now }: IdentifyDeps, caller: string | undefined): Identity | undefined => {
  const person = roster.approvers.find(({ iam }) => caller !== undefined && iam.includes(caller));
  return person === undefined ? undefined : { method: 'iam', ...standingOf(roster, person, now()) };
};

const byToken = async (
  { policy: { roster }, now, tokens }: IdentifyDeps,
  headers: HttpRequest['headers'],
): Promise<Identity | undefined> => {
  const token = bearer.exec(headers['authorization'] ?? '')?.[1];
  if (token === undefined || !(await boundTo(token, headers[secretHeader]))) return undefined;
  const claims = await tokens?.verify(token);
  return claims === undefined ? undefined : tokenIdentity(roster, claims, now());
};

/**
 * Who sent this request, by more than a link. On a signed route: the one person of the roster with the very ARN whose
 * signature API Gateway verified, and nobody else, whatever token came along. On any other: whoever the bearer token of
 * the Authorization header speaks for, with the secret of the tab where it was made for one. Somebody who is away, or
 * whose groups are good for less than their role, is a viewer with `onlyLooks` saying why.
 */
export const identify = async (
  deps: IdentifyDeps,
  { signed, caller, headers }: HttpRequest,
): Promise<Identity | { kind: 'nobody' }> =>
  (signed ? byArn(deps, caller) : await byToken(deps, headers)) ?? { kind: 'nobody' };

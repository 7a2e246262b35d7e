import canonicalize from 'canonicalize';
import * as z from 'zod';
import type { MacGenerator, MacVerifier } from './ports.ts';
import type { ApprovalRequest } from './request.ts';

/** `<approver>.<mac>`, both base64url: the fragment of the link. 43 characters hold the 32 bytes of HMAC-SHA-256. */
export const LinkToken = z
  .string()
  .max(400)
  .regex(/^[A-Za-z0-9_-]{1,300}\.[A-Za-z0-9_-]{43}$/);

type LinkFields = Pick<ApprovalRequest, 'purpose' | 'approvalId' | 'incidentId' | 'choiceSetDigest' | 'expiresAt'>;

const linkMessage = (request: LinkFields, approver: string): Uint8Array => {
  const { purpose, approvalId, incidentId, choiceSetDigest, expiresAt } = request;
  const fields = { version: 1, purpose, approvalId, incidentId, approver, choiceSetDigest, expiresAt };
  return new TextEncoder().encode(`sovereign-ops/link/v1\n${canonicalize(fields)}`);
};

const spelled = (approver: string, mac: Uint8Array): string =>
  `${Buffer.from(approver).toString('base64url')}.${Buffer.from(mac).toString('base64url')}`;

/** The secret part of an approver's link. Nothing is stored: a reminder makes the same token again. */
export const linkToken = async (key: MacGenerator, request: LinkFields, approver: string): Promise<string> =>
  spelled(approver, await key.generate(linkMessage(request, approver)));

/** The approver a token speaks for, or undefined when it is not the token of this request for anybody. */
export const approverOf = async (
  key: MacVerifier,
  request: LinkFields,
  token: unknown,
): Promise<string | undefined> => {
  const parsed = LinkToken.safeParse(token);
  if (!parsed.success) return undefined;
  const dot = parsed.data.indexOf('.');
  const approver = Buffer.from(parsed.data.slice(0, dot), 'base64url').toString();
  const bytes = Buffer.from(parsed.data.slice(dot + 1), 'base64url');
  const valid = await key.verify(linkMessage(request, approver), bytes);
  // base64url has spare bits: only the one spelling that `linkToken` writes is the token.
  return valid && spelled(approver, bytes) === parsed.data ? approver : undefined;
};

/** Where the approver goes: the fragment never reaches a server log, a proxy or a Referer. */
export const linkUrl = (baseUrl: string, approvalId: string, token: string): string =>
  `${baseUrl.replace(/\/$/, '')}/a/${approvalId}#${token}`;

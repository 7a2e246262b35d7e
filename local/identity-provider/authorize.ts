import * as z from 'zod';

/** The one application that this provider knows. */
export type Client = { clientId: string; redirectUri: string };

/** What a page of ours asks for: OpenID Connect Core 1.0, 3.2.2.1. */
const AuthorizeRequest = z.object({
  response_type: z.literal('id_token'),
  response_mode: z.literal('fragment').optional(),
  scope: z.string().refine((scope) => scope.split(' ').includes('openid'), 'expected openid among the scopes'),
  state: z.string().min(1).max(200),
  nonce: z.string().min(1).max(200),
});
export type AuthorizeRequest = z.infer<typeof AuthorizeRequest>;

export type Asked =
  | { kind: 'asked'; request: AuthorizeRequest }
  /** The application hears of it. */
  | { kind: 'refused'; location: string }
  /** Nobody is sent anywhere: who asks is not the application, or wants the answer elsewhere. */
  | { kind: 'stranger'; why: string };

const single = (fields: URLSearchParams): Record<string, string> | undefined => {
  const names = [...fields.keys()];
  return new Set(names).size === names.length ? Object.fromEntries(fields) : undefined;
};

/** Where the application is told what became of a sign-in. */
export const answerAt = ({ redirectUri }: Client, fields: Record<string, string>): string =>
  `${redirectUri}#${new URLSearchParams(fields).toString()}`;

/** Judges a request to sign somebody in. Client and redirect address must be the known ones, to the letter. */
export const askedOf = (sent: URLSearchParams, client: Client): Asked => {
  const fields = single(sent);
  if (fields === undefined) return { kind: 'stranger', why: 'a parameter is there twice' };
  if (fields['client_id'] !== client.clientId)
    return { kind: 'stranger', why: 'client_id is not the one that is known' };
  if (fields['redirect_uri'] !== client.redirectUri) {
    return { kind: 'stranger', why: 'redirect_uri is not the one that is known' };
  }
  const parsed = AuthorizeRequest.safeParse(fields);
  if (parsed.success) return { kind: 'asked', request: parsed.data };
  const [issue] = parsed.error.issues;
  const error = issue?.path[0] === 'response_type' ? 'unsupported_response_type' : 'invalid_request';
  const description = `${String(issue?.path[0])}: ${issue?.message ?? 'not as expected'}`;
  const state = fields['state'] ?? '';
  return { kind: 'refused', location: answerAt(client, { error, error_description: description, state }) };
};

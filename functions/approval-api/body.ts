import * as z from 'zod';
import { longestConfirmation } from '../../core/approval/confirmation.ts';
import { wellFormed } from '../../core/incident/text.ts';
import { reject, type Refused } from './respond.ts';
import type { HttpRequest } from './http.ts';

/** A decision with the longest reason in four-byte characters fits; nothing else is expected. */
export const maxBodyBytes = 8 * 1024;

// The shape of a token is not looked at here: a malformed one gets the same answer as a wrong one.
const token = z.string().max(1000);

export const ViewBody = z.strictObject({
  token: token.optional(),
  /** Whether the words of the page are wanted, too: a page asks once. */
  words: z.boolean().optional(),
});
export const DecisionBody = z.strictObject({
  token: token.optional(),
  decision: z.enum(['approve', 'reject']),
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 digest in lower-case hex'),
  reason: z.string().max(1000).transform(wellFormed).optional(),
  confirm: z.string().max(longestConfirmation).optional(),
  rollbackConsent: z.boolean(),
  breakGlass: z.boolean().optional(),
});
export type DecisionBody = z.infer<typeof DecisionBody>;

const parseJson = (text: string): { value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** A link in a page of somebody else can send a form, but not JSON, and not without its own Origin. */
const foreignOrigin = ({ headers }: HttpRequest): boolean => {
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || host === undefined || new URL(origin).host !== host.toLowerCase();
};

const isJson = (contentType: string | undefined): boolean =>
  contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';

/** The first thing a schema found wrong, as `<field>: <what was expected>`. zod names a field that it does not know. */
export const wrongBody = ({ issues: [issue] }: z.ZodError): Refused => {
  const expected = issue?.code === 'unrecognized_keys' ? 'expected no other field' : issue?.message;
  return reject(400, `${issue?.path.join('.') || 'body'}: ${expected ?? 'not as expected'}`);
};

/** The body a schema asks for, or the answer to what is none: one line that names the field and repeats nothing. */
export const bodyOf = <T>(request: HttpRequest, schema: z.ZodType<T>): { kind: 'body'; body: T } | Refused => {
  if (foreignOrigin(request)) return reject(403, 'requests from other sites are not accepted');
  if (!isJson(request.headers['content-type'])) return reject(415, 'content-type: expected application/json');
  if (request.body.length > maxBodyBytes) return reject(413, `body: expected at most ${maxBodyBytes} bytes`);
  const json = parseJson(request.body.toString('utf8'));
  if (json === undefined) return reject(400, 'body: expected JSON');
  const parsed = schema.safeParse(json.value);
  return parsed.success ? { kind: 'body', body: parsed.data } : wrongBody(parsed.error);
};

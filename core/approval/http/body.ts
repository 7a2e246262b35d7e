import type * as z from 'zod';
import { reject, type Refused } from './respond.ts';
import type { HttpRequest } from './request.ts';

/** A decision with the longest reason in four-byte characters fits; nothing else is expected. */
export const maxBodyBytes = 8 * 1024;

/** The value of a JSON text; undefined for what is none. */
export const parseJson = (text: string): { value: unknown } | undefined => {
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

/** The answer to a body that is of another site, no JSON by its header or longer than `most` bytes, before it is read. */
export const unfitBody = (request: HttpRequest, most: number): Refused | undefined => {
  if (foreignOrigin(request)) return reject(403, 'requests from other sites are not accepted');
  if (!isJson(request.headers['content-type'])) return reject(415, 'content-type: expected application/json');
  return request.body.length > most ? reject(413, `body: expected at most ${most} bytes`) : undefined;
};

/** The body a schema asks for, or the answer to what is none: one line that names the field and repeats nothing. */
export const bodyOf = <T>(request: HttpRequest, schema: z.ZodType<T>): { kind: 'body'; body: T } | Refused => {
  const unfit = unfitBody(request, maxBodyBytes);
  if (unfit !== undefined) return unfit;
  const json = parseJson(request.body.toString('utf8'));
  if (json === undefined) return reject(400, 'body: expected JSON');
  const parsed = schema.safeParse(json.value);
  return parsed.success ? { kind: 'body', body: parsed.data } : wrongBody(parsed.error);
};

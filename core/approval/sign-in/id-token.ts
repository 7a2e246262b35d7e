import { textOfBase64url } from './base64url.ts';

/** API Gateway takes 10,240 bytes of all headers together; what is longer would never arrive. */
export const maxTokenLength = 8000;

/** Group 1 is the payload. */
const shape = /^[\w-]{1,2000}\.([\w-]+)\.[\w-]+$/;

/** What is read of a token before it was verified: enough to keep it or to throw it away, and no authority. */
export type UnverifiedClaims = { nonce?: string /** Seconds from its issue to its end. */; lifetime?: number };

const fieldsOf = (payload: string): object | undefined => {
  try {
    const parsed: unknown = JSON.parse(textOfBase64url(payload) ?? '');
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/** The claims of something that looks like a token, or undefined. Nothing of it is verified: the server does that. */
export const unverifiedClaims = (token: string): UnverifiedClaims | undefined => {
  if (token.length > maxTokenLength) return undefined;
  const payload = shape.exec(token)?.[1];
  const fields = payload === undefined ? undefined : fieldsOf(payload);
  if (fields === undefined) return undefined;
  const nonce = 'nonce' in fields && typeof fields.nonce === 'string' ? fields.nonce : undefined;
  const iat = 'iat' in fields && typeof fields.iat === 'number' ? fields.iat : Number.NaN;
  const exp = 'exp' in fields && typeof fields.exp === 'number' ? fields.exp : Number.NaN;
  const lifetime = exp - iat;
  return {
    ...(nonce === undefined ? {} : { nonce }),
    ...(lifetime > 0 ? { lifetime } : {}),
  };
};

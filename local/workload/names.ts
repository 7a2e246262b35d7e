import { createHash } from 'node:crypto';

/** The alphabet of generated names in Kubernetes: no vowels, no digits that look like one. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A name suffix as the API server generates them, but the same one for the same text. */
export const suffix = (text: string, length: number): string =>
  [...createHash('sha256').update(text).digest().subarray(0, length)]
    .map((b) => alphabet[b % alphabet.length])
    .join('');

/** A UID that is always the same for the same text. */
export const uid = (text: string): string =>
  createHash('sha256')
    .update(`uid ${text}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** Kubernetes writes times without fractions of a second. */
export const kubernetesTime = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

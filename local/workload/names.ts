import { createHash } from 'node:crypto';

/** The alphabet of generated names in Kubernetes: no vowels, no digits that look like one. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Names that were made already: pods are looked at far more often than they are started. */
const made = new Map<string, string>();
const mostMade = 10_000;

/** A name suffix as the API server generates them, but the same one for the same text. */
export const suffix = (text: string, length: number): string => {
  const key = `${length} ${text}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const name = [...createHash('sha256').update(text).digest().subarray(0, length)]
    .map((b) => alphabet[b % alphabet.length])
    .join('');
  if (made.size >= mostMade) made.clear();
  made.set(key, name);
  return name;
};

/** A UID that is always the same for the same text. */
export const uid = (text: string): string =>
  createHash('sha256')
    .update(`uid ${text}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** Kubernetes writes times without fractions of a second. */
export const kubernetesTime = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

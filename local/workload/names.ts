import { createHash } from 'node:crypto';

/** The alphabet of generated names in Kubernetes: no vowels, no digits that look like one. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** So many texts are remembered at the most: those of a cluster are asked for again and again, in each line of its logs. */
const mostKnown = 1_000;

/** The same function of a text, which is not computed again for one that was asked for lately. */
const remembered = (compute: (text: string) => string): ((text: string) => string) => {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= mostKnown) known.clear();
    const computed = compute(text);
    known.set(text, computed);
    return computed;
  };
};

const letters = remembered((text) =>
  [...createHash('sha256').update(text).digest()].map((b) => alphabet[b % alphabet.length]).join(''),
);

/** A name suffix as the API server generates them, of at most 32 letters, but the same one for the same text. */
export const suffix = (text: string, length: number): string => letters(text).slice(0, length);

/** A UID that is always the same for the same text. */
export const uid = remembered((text) =>
  createHash('sha256')
    .update(`uid ${text}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
);

/** Kubernetes writes times without fractions of a second. */
export const kubernetesTime = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

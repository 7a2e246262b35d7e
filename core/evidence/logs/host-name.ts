import { hostEndings, registryLabels, sourceEndings } from './value-words.ts';

const digitsOnly = (text: string): boolean => {
  for (let n = 0; n < text.length; n += 1) {
    const code = text.charCodeAt(n);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
};

/**
 * Whether a dotted word names a host: it has a port (and is no place in source code), or it ends as host names do. A name
 * that begins with such an ending (`com.example.app`) is a package. A country code tells a host only after a registry's
 * label (`co.uk`) or in a name with a hyphen, which settings and packages do not have.
 */
export const isHostName = (word: string): boolean => {
  const colon = word.lastIndexOf(':');
  const name = colon < 0 ? word : word.slice(0, colon);
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || labels.includes('') || name.includes(':')) return false;
  if (colon >= 0) return digitsOnly(word.slice(colon + 1)) && !sourceEndings.has(last);
  if (hostEndings.has(labels[0] ?? '')) return false;
  if (hostEndings.has(last)) return true;
  return last.length === 2 && labels.length > 2 && (name.includes('-') || registryLabels.has(labels.at(-2) ?? ''));
};

import { type SecretForm, type SecretKind, secretForms } from './secret-forms.ts';

export type Redacted = {
  text: string;
  redacted: number;
  /** How many of which kind; a kind that was not found is absent. */
  kinds: Readonly<Partial<Record<SecretKind, number>>>;
};

const replaceForm = (text: string, { pattern, replacement, extent }: SecretForm): { text: string; times: number } => {
  let times = 0;
  const safe = text.replace(pattern, (match: string, before: string, value: string) => {
    const secret = extent === undefined ? value.length : extent(value, before);
    if (secret === 0) return match;
    times += 1;
    return `${before}${replacement}${value.slice(secret)}`;
  });
  return { text: safe, times };
};

/**
 * `text` with what looks like a secret or a personal datum replaced, and how many were, by kind. In linear time, and twice
 * is as good as once. Addresses of machines, ids, counts, digests and ARNs stay: a diagnosis needs them.
 */
export const redact = (text: string): Redacted => {
  const kinds: Partial<Record<SecretKind, number>> = {};
  let redacted = 0;
  let safe = text;
  for (const form of secretForms) {
    if (!form.sign.test(safe)) continue;
    const replaced = replaceForm(safe, form);
    if (replaced.times === 0) continue;
    safe = replaced.text;
    redacted += replaced.times;
    kinds[form.kind] = (kinds[form.kind] ?? 0) + replaced.times;
  }
  return { text: safe, redacted, kinds };
};

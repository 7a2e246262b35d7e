import { secretForms, type SecretKind } from '../../../core/incident/secret-forms.ts';

/** A secret that a text holds: by which rule it was found, where it begins (UTF-16 units), and what it is. */
export type Found = { rule: string; at: number; value: string };

/**
 * Of the forms by which text of incidents is redacted, those that are a secret wherever they stand. The others (a name and
 * any value, a cookie, an address of a person) are right for logs and would find every test and every page here.
 */
const certain: ReadonlySet<SecretKind> = new Set<SecretKind>(['private key', 'access key', 'token', 'password']);

/** One line of base64 is a key in a log; in a repository it is a digest, a picture or a lockfile. */
const isLoneLine = (pattern: RegExp): boolean => pattern.source.startsWith('^');

/** A variable, a placeholder: what stands there is put in when it runs. */
const isFilledIn = (value: string): boolean => /^["']?(?:\$|<|\{\{|%\()/.test(value);

const forms = secretForms.filter(({ kind, pattern }) => certain.has(kind) && !isLoneLine(pattern));

/** A name of a secret and a value of one piece behind it, quoted or to the end of a word: code, YAML, JSON, `.env`. */
const assignment =
  /(?:secret|token|passw(?:or)?d|passphrase|credential|(?:api|access|private|signing|encryption|auth)[_-]?key)[\w-]{0,20}["'`]?\s{0,3}(?::=|=>|[=:])\s{0,3}["'`]?([A-Za-z0-9+/_=.~-]{20,512})/gi;
const assignmentSign = /secret|token|passw|passphrase|credential|key/i;

/** Bits for each character, by how often it occurs in this text. https://en.wikipedia.org/wiki/Entropy_(information_theory) */
export const entropy = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
};

/** Random text of 20 characters has some 3.8 bits a character, a name of several words some 3.3 and no digits among them. */
const looksRandom = (value: string): boolean =>
  /\d/.test(value) && /[A-Za-z]/.test(value) && !/[a-z]{7}/i.test(value) && entropy(value) >= 3.6;

/** Every secret in `text`, by each rule; in time that grows with its length alone. */
export const secretsIn = (text: string): Found[] => {
  const byForm = forms.flatMap(({ kind, sign, pattern, extent }) =>
    sign.test(text)
      ? [...text.matchAll(pattern)].flatMap(({ index, 1: before = '', 2: matched = '' }) => {
          const value = matched.slice(0, extent === undefined ? matched.length : extent(matched, before));
          return value === '' || isFilledIn(value) ? [] : [{ rule: kind, at: index + before.length, value }];
        })
      : [],
  );
  const assigned = assignmentSign.test(text)
    ? [...text.matchAll(assignment)].flatMap(({ 0: whole, 1: value = '', index }) =>
        looksRandom(value) ? [{ rule: 'assigned', at: index + whole.length - value.length, value }] : [],
      )
    : [];
  const overlaps = (one: Found): boolean =>
    byForm.some(({ at, value }) => at < one.at + one.value.length && one.at < at + value.length);
  return [...byForm, ...assigned.filter((one) => !overlaps(one))];
};

import { undisguised } from './disguises.ts';
import { latinHints, overridesAbroad } from './injection-languages.ts';
import { injectionFamilies } from './injection-patterns.ts';

/** Only so much of a text is looked through: what is kept of a log message (`bounds.logMessage`). */
const lookedAt = 2_000;

/** Plain words in lower case, in order and without a flag, are what a regular expression finds fastest. */
const anyOf = (words: readonly string[]): RegExp =>
  new RegExp(
    [...new Set(words)]
      .toSorted()
      .map((word) => word.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'))
      .join('|'),
  );
const anyHint = anyOf([...injectionFamilies.flatMap(({ hints }) => hints), ...latinHints]);
const known = injectionFamilies.map(({ name, hints, patterns }) => ({ name, patterns, hint: anyOf(hints) }));
const abroadHint = anyOf(latinHints);
const notAscii = /[\u0080-\uffff]/;

/** A name has no spaces: `ignore-previous_instructions` and `ignorePreviousInstructions` read as words. */
const asWords = (text: string): string =>
  text.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/(?<=[A-Za-z])[-_.*~`/]+(?=[A-Za-z])/g, ' ');

const families = (text: string): string[] => {
  const lower = text.toLowerCase();
  const ascii = !notAscii.test(text);
  if (ascii && !anyHint.test(lower)) return [];
  const words = asWords(text);
  const lowerWords = words.toLowerCase();
  const found = known
    .filter(({ hint }) => hint.test(lower) || hint.test(lowerWords))
    .filter(({ patterns }) => patterns.some((pattern) => pattern.test(text) || pattern.test(words)))
    .map(({ name }) => name);
  const abroad = (!ascii || abroadHint.test(lower)) && overridesAbroad(text);
  return abroad ? [...found, 'ignore instructions'] : found;
};

/**
 * The names of the families of texts that `text` belongs to, which talk to a model or to the system instead of reporting
 * something: none for almost every text. Looks through widths, look-alike letters, other languages and simple encodings
 * (then `disguise` is one of the names). Not a filter: what keeps the system safe is that no answer can do more than name
 * a cause. A match is shown to people.
 */
export const injectionPatterns = (text: string): string[] => {
  const cut = text.slice(0, lookedAt);
  const plain = notAscii.test(cut) ? cut.normalize('NFKC') : cut;
  const found = new Set(families(plain));
  for (const candidate of undisguised(plain)) {
    for (const name of families(candidate)) {
      if (found.has(name)) continue;
      found.add(name);
      found.add('disguise');
    }
  }
  return [...found];
};

import { fill } from '../../policy/language/fill.ts';
import type { PageTexts } from '../../policy/language/page-texts.ts';

let words: PageTexts | undefined;

/** Takes the words of the person's language, which come with the view. */
export const learn = (texts: PageTexts): void => {
  words = texts;
};

/** What the page says under this key, in the person's language; the key itself before any words came. */
export const say = (key: keyof PageTexts, values: Readonly<Record<string, string | number>> = {}): string =>
  fill(words?.[key] ?? key, values);

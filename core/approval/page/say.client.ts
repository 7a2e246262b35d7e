import { fill } from '../../policy/language/fill.ts';
import type { PageTexts } from '../../policy/language/page-texts.ts';
import type { View } from './view/view.ts';

let words: PageTexts | undefined;
let language = 'en';

/** Takes the words of the person's language, which come with the first view; the document says which language it is. */
export const learn = (view: Pick<View, 'language' | 'words'>): void => {
  words = view.words ?? words;
  language = view.language;
  document.documentElement.lang = language;
};

/** True until words came. */
export const wordless = (): boolean => words === undefined;

/** The tag of the person's language, for times and numbers. */
export const spoken = (): string => language;

/** What the page says under this key, in the person's language; the key itself before any words came. */
export const say = (key: keyof PageTexts, values: Readonly<Record<string, string | number>> = {}): string =>
  fill(words?.[key] ?? key, values);

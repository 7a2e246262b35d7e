import * as z from 'zod';
import { listTexts } from './list-texts.ts';
import { noticeTexts } from './notice-texts.ts';
import { pageTexts } from './page-texts.ts';
import { textsOf } from './texts.ts';

/**
 * A language of the people who are asked (`layers/policy/languages/<tag>.yaml`): the words around the facts of an incident.
 * A file with every text of each section is a language; nothing else is needed for one.
 */
export const Language = z.strictObject({
  /** Its own name for itself. */
  name: z.string().min(1).max(40),
  notice: textsOf(noticeTexts),
  page: textsOf(pageTexts),
  list: textsOf(listTexts),
});
export type Language = z.infer<typeof Language>;

/** What everything falls back to, and what channels that belong to nobody are told in. */
export const fallbackLanguage = 'en';

/** The tag of the language that somebody with this tag is told in. */
export const languageTag = (languages: Readonly<Record<string, Language>>, tag: string): string =>
  languages[tag] === undefined ? fallbackLanguage : tag;

/** The language of a person; one whose language is not there is told in the fallback. */
export const languageOf = (languages: Readonly<Record<string, Language>>, tag: string): Language => {
  const found = languages[tag] ?? languages[fallbackLanguage];
  if (found === undefined) throw new Error(`the policy layer has no languages/${fallbackLanguage}.yaml`);
  return found;
};

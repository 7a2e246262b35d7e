import { fill } from '../../policy/language/fill.ts';
import type { Language } from '../../policy/language/language.ts';
import type { noticeTexts } from '../../policy/language/notice-texts.ts';

export type NoticeKey = keyof typeof noticeTexts;

/** What is put into a text: a word of the language, something that we made ourselves, or anything else. */
export type Value = { word: NoticeKey } | { own: string | number } | { foreign: string };

/** One line of a notice, in no language yet: a text with its values, or a fact that stands for itself. */
export type Line = { says: NoticeKey; with?: Readonly<Record<string, Value>> } | { fact: string };

/** Makes a text from outside harmless where it is read. */
export type Escape = (text: string, max: number) => string;

/** More than a summary holds; a change of a long value is on the page. */
const longestFact = 300;

const spoken = (value: Value, { notice }: Language, escape: Escape): string | number => {
  if ('word' in value) return notice[value.word];
  return 'own' in value ? value.own : escape(value.foreign, longestFact);
};

/** A line in the words of a language. Whatever came from outside was escaped, and is not looked at for more values. */
export const lineIn = (line: Line, language: Language, escape: Escape): string => {
  if ('fact' in line) return `- ${escape(line.fact, longestFact)}`;
  const values = Object.entries(line.with ?? {}).map(([name, value]) => [name, spoken(value, language, escape)]);
  return fill(language.notice[line.says], Object.fromEntries(values));
};

import type { PageTexts } from '../../../policy/language/page-texts.ts';

/** The words of a chart: what the page says in a language, and a moment (milliseconds since 1970) as its reader writes it. */
export type ChartWords = {
  say: (key: keyof PageTexts, values?: Readonly<Record<string, string | number>>) => string;
  time: (at: number) => string;
  /** Minutes that the reader's time is ahead of UTC. */
  ahead: number;
};

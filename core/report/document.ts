import type { ChartView } from '../approval/page/view/view.ts';
import { cleanText } from '../incident/text.ts';

/**
 * A piece of a line. A string is ours; everything else was recorded and may have been written by anybody: it is one clean,
 * bounded line, and whoever renders it escapes it for the place where it stands. `quote` is what somebody said, `code` a
 * name, a value or a digest.
 */
export type Part =
  | string
  | { strong: string }
  | { fact: string }
  | { code: string }
  | { quote: string }
  | { time: string };
export type Line = readonly Part[];

/** One expected metric before and after the change; `null` is: no data. */
export type Bar = {
  id: string;
  before: number | null;
  after: number | null;
  comparison: 'below' | 'above';
  threshold: number;
};

/** `of` says what the entries are, for the note when some are left out. */
export type Block =
  | { kind: 'text'; line: Line }
  | { kind: 'list'; of: string; items: readonly Line[] }
  | { kind: 'table'; of: string; head: readonly string[]; rows: readonly (readonly Line[])[] }
  | { kind: 'bars'; bars: readonly Bar[] }
  | { kind: 'charts'; charts: readonly { id: string; view: ChartView }[] };
export type Section = { title: string; blocks: readonly Block[] };

/** A report as a document, before it is Markdown or HTML. */
export type Report = { title: Line; summary: Line; sections: readonly Section[] };

/** Longest recorded text in a report, in UTF-16 units; summaries and reasons of steps are no longer. */
export const longestFact = 300;

const shown = (value: string): string => cleanText(value, longestFact) || '(empty)';

export const fact = (value: string): Part => ({ fact: shown(value) });
export const code = (value: string): Part => ({ code: shown(value) });
export const quote = (value: string): Part => ({ quote: shown(value) });
export const strong = (words: string): Part => ({ strong: words });
export const time = (iso: string): Part => ({ time: iso });

export const text = (...line: Line): Block => ({ kind: 'text', line });

/** A list, or nothing where there is nothing to list. */
export const list = (of: string, items: readonly Line[]): Block[] =>
  items.length === 0 ? [] : [{ kind: 'list', of, items }];

/** A section with at least one block, or one that says in its own words why it has none. */
export const section = (title: string, otherwise: string, ...blocks: readonly Block[]): Section => ({
  title,
  blocks: blocks.length === 0 ? [text(otherwise)] : blocks,
});

/** Lines side by side: `a`, `b`, `c` with something in between. */
export const joined = (lines: readonly Line[], between: string): Line =>
  lines.flatMap((line, index) => (index === 0 ? line : [between, ...line]));

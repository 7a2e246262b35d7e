import { cleanText } from '../incident/text.ts';
import type { Block, Line, Part, Report, Section } from './document.ts';

/** The length of a SHA-256 in hex: a digest or an id is shown whole or it is none. */
const wholeCode = 64;

/** How much of a report is kept: entries of a list or a table, UTF-16 units of a recorded text, charts of a section. */
export type Bounds = { entries: number; units: number; charts: number };

const shorter = (part: Part, units: number): Part => {
  if (typeof part === 'string') return part;
  if ('fact' in part) return { fact: cleanText(part.fact, units) };
  if ('quote' in part) return { quote: cleanText(part.quote, units) };
  return 'code' in part ? { code: cleanText(part.code, Math.max(units, wholeCode)) } : part;
};

const line = (parts: Line, { units }: Bounds): Line => parts.map((part) => shorter(part, units));

const leftOut = (count: number, of: string, entries: number): Block[] =>
  count <= entries ? [] : [{ kind: 'text', line: [{ strong: `${count - entries} more ${of} are left out here.` }] }];

const block = (whole: Block, bounds: Bounds): Block[] => {
  const { entries } = bounds;
  switch (whole.kind) {
    case 'text':
      return [{ kind: 'text', line: line(whole.line, bounds) }];
    case 'list': {
      const items = whole.items.slice(0, entries).map((item) => line(item, bounds));
      return [{ ...whole, items }, ...leftOut(whole.items.length, whole.of, entries)];
    }
    case 'table': {
      const rows = whole.rows.slice(0, entries).map((row) => row.map((cell) => line(cell, bounds)));
      return [{ ...whole, rows }, ...leftOut(whole.rows.length, whole.of, entries)];
    }
    case 'bars':
      return [{ ...whole, bars: whole.bars.slice(0, entries) }];
    case 'charts': {
      const charts = whole.charts.slice(0, bounds.charts);
      const left = leftOut(whole.charts.length, 'charts', bounds.charts);
      return charts.length === 0 ? left : [{ ...whole, charts }, ...left];
    }
    default:
      return whole satisfies never;
  }
};

const section = ({ title, blocks }: Section, bounds: Bounds): Section => ({
  title,
  blocks: blocks.flatMap((one) => block(one, bounds)),
});

/** A report of which at most so much is kept; whatever is left out is counted where it would stand. */
export const bounded = ({ title, summary, sections }: Report, bounds: Bounds): Report => ({
  title: line(title, bounds),
  summary: line(summary, bounds),
  sections: sections.map((one) => section(one, bounds)),
});

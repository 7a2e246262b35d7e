import { cleanText } from '../../core/incident/text.ts';

const widest = 60;

/** Rows as columns for a terminal, the head first; every cell is one visible line, only the last one may be long. */
export const columns = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const last = head.length - 1;
  const cells = [head, ...rows].map((row) => row.map((cell, n) => cleanText(cell, n === last ? 300 : widest)));
  const widths = head.map((_, n) => Math.max(...cells.map((row) => row[n]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, n) => (n === last ? cell : cell.padEnd(widths[n] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
};

type Titled = readonly [title: string, ...lines: string[]];

const beside = ([title, ...lines]: Titled): string =>
  lines.map((line, n) => `${(n === 0 ? title : '').padEnd(10)} ${line}\n`).join('');

/** Titles beside their lines, as a page for a terminal; a title without lines is left out. */
export const titled = (rows: readonly Titled[]): string =>
  rows
    .map(([title, ...lines]) => beside([title, ...lines.map((line) => `${indentOf(line)}${cleanText(line, 400)}`)]))
    .join('');

/** A title beside lines whose columns must stay; whoever made them has cleaned what is in them. */
export const block = (title: string, lines: readonly string[]): string => beside([title, ...lines]);

const indentOf = (line: string): string => /^ {0,12}/.exec(line)?.[0] ?? '';

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

/** Titles beside their lines, as a page for a terminal; a title without lines is left out. */
export const titled = (rows: readonly (readonly [title: string, ...lines: string[]])[]): string =>
  rows
    .flatMap(([title, ...lines]) =>
      lines.map((line, n) => `${(n === 0 ? title : '').padEnd(10)} ${indentOf(line)}${cleanText(line, 400)}\n`),
    )
    .join('');

const indentOf = (line: string): string => /^ {0,12}/.exec(line)?.[0] ?? '';

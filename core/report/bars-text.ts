import { scaled } from './bars.ts';
import type { Bar } from './document.ts';
import { markdownCode } from './markdown-text.ts';
import { numberText } from './words.ts';

const columns = 40;

const drawn = (zero: number, at: number | null): string => {
  if (at === null) return '';
  const [from, to] = [Math.min(zero, at), Math.max(zero, at)];
  const length = Math.max(1, Math.round((to - from) * columns));
  return `${' '.repeat(Math.round(from * columns))}${'█'.repeat(length)}`;
};

const rows = (bar: Bar): string[] => {
  const { before, after, threshold, zero } = scaled(bar);
  const lines: [string, string, number | null][] = [
    ['before', drawn(zero, before), bar.before],
    ['after', drawn(zero, after), bar.after],
    [bar.comparison, `${' '.repeat(Math.round(threshold * columns))}|`, bar.threshold],
  ];
  return lines.map(([name, line, value]) => `${name.padEnd(6)} ${line.padEnd(columns + 1)} ${numberText(value)}`);
};

/** Before and after as bars of characters, each metric with the threshold below them. */
export const barsText = (bars: readonly Bar[]): string =>
  bars.map((bar) => [markdownCode(bar.id), '', '```', ...rows(bar), '```'].join('\n')).join('\n\n');

import { scaled } from './bars.ts';
import type { Bar } from './document.ts';
import { htmlText } from '../incident/html-text.ts';
import { numberText } from './words.ts';

const width = 420;
const left = 56;
const right = 76;
const rowHeight = 26;
const span = width - left - right;

const x = (share: number): number => Math.round(left + share * span);

const barOf = (name: string, at: number | null, zero: number, value: number | null, top: number): string => {
  const from = at === null ? 0 : Math.min(x(zero), x(at));
  const length = at === null ? 0 : Math.max(2, Math.abs(x(at) - x(zero)));
  const rect =
    at === null ? '' : `<rect class="${name}" x="${from}" y="${top + 4}" width="${length}" height="16" rx="2"/>`;
  return `<text x="0" y="${top + 17}">${name}</text>${rect}<text x="${width - right + 10}" y="${top + 17}">${numberText(value)}</text>`;
};

const said = ({ id, before, after, comparison, threshold }: Bar): string =>
  `${id}: before ${numberText(before)}, after ${numberText(after)}, expected ${comparison} ${numberText(threshold)}`;

/**
 * One metric before and after the change, with the threshold as a line. Colors come from the style of the page around it;
 * what it shows is also said in its title.
 */
export const barSvg = (bar: Bar): string => {
  const { before, after, threshold, zero } = scaled(bar);
  const height = rowHeight * 2 + 24;
  const edge = x(threshold);
  return [
    `<svg class="bars" viewBox="0 0 ${width} ${height}" role="img"><title>${htmlText(said(bar))}</title>`,
    barOf('before', before, zero, bar.before, 0),
    barOf('after', after, zero, bar.after, rowHeight),
    `<line class="threshold" x1="${edge}" y1="0" x2="${edge}" y2="${rowHeight * 2 + 4}"/>`,
    `<text class="limit" x="${edge}" y="${height - 4}" text-anchor="middle">${bar.comparison} ${numberText(bar.threshold)}</text>`,
    '</svg>',
  ].join('');
};

import { htmlText } from '../../../incident/html-text.ts';
import { drawChart } from './drawing.ts';
import type { Shape } from './shape.ts';
import type { ChartWords } from './words.ts';
import type { ChartView } from '../view/view.ts';

const written = ({ tag, attributes, children }: Shape): string => {
  const inside = children.map((child) => (typeof child === 'string' ? htmlText(child) : written(child))).join('');
  const beside = Object.entries(attributes).map(([name, value]) => ` ${name}="${htmlText(String(value))}"`);
  return `<${tag}${beside.join('')}>${inside}</${tag}>`;
};

/** As wide as a column of a report. */
const reportWidth = 640;

/**
 * The chart as the text of an SVG element, for a document that no script of ours runs in; everything in it is escaped.
 * Put it into an element of the class `chart`, with the rules of chart-style.ts beside; two in one document need two ids.
 */
export const chartSvg = (
  chart: ChartView['chart'],
  marks: ChartView['marks'],
  words: ChartWords,
  { id = 'chart', width = reportWidth }: { id?: string; width?: number } = {},
): string => written(drawChart({ view: { chart, marks }, words, id, width }));

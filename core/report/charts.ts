import type { ChartView } from '../approval/page/view/view.ts';
import { cleanText } from '../incident/text.ts';
import { type Block, fact, list, strong, time } from './document.ts';

/** Longest name in a chart, in UTF-16 units: what a schema allows for one, and no more whoever wrote it. */
const longestName = 256;

/** What was stored may have been written by others since: its texts are clean and bounded like any other. */
const cleaned = ({ chart, marks }: ChartView): ChartView => {
  const clean = (value: string): string => cleanText(value, longestName);
  return { chart: { ...chart, name: clean(chart.name), stat: clean(chart.stat), of: clean(chart.of) }, marks };
};

/** Charts, or nothing where there are none; `id` is the beginning of theirs in the document. */
export const chartsBlock = (id: string, views: readonly ChartView[]): Block[] =>
  views.length === 0
    ? []
    : [{ kind: 'charts', charts: views.map((view, n) => ({ id: `${id}-${n + 1}`, view: cleaned(view) })) }];

/** What the signs of the suspected changes in a chart mean. */
export const signsList = ({ marks }: ChartView): Block[] =>
  list(
    'suspected changes',
    marks.flatMap(({ kind, sign = '?', at, text = '' }) =>
      kind === 'change' ? [[strong(sign), ' in the chart: ', time(at), ', ', fact(text)]] : [],
    ),
  );

import { chartTold, seenIn } from '../approval/page/chart/says.ts';
import { valueText } from '../approval/page/chart/scale.ts';
import type { ChartView } from '../approval/page/view/view.ts';
import { chartWords } from './chart-words.ts';
import { code, fact, type Line, time } from './document.ts';

const told = (view: ChartView): string => {
  const values = seenIn(view.chart).map(({ value }) => value);
  const words = chartTold(view, chartWords);
  if (values.length === 0) return words;
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => valueText(view.chart.unit, value));
  return `from ${least} to ${most}; last ${words}`;
};

/** Everything that a chart shows, as one line: whose it is, when, how far it went, its limit and its marks. */
export const chartLine = (view: ChartView): Line => {
  const { name, stat, of, is, from, to } = view.chart;
  const note = is === 'input' ? 'chartInput' : is === 'nearby' ? 'chartNearby' : undefined;
  return [
    code(name),
    ' (',
    fact(stat),
    ' of ',
    code(of),
    '), ',
    time(from),
    ' to ',
    time(to),
    ': ',
    fact(told(view)),
    '.',
    ...(note === undefined ? [] : [` ${chartWords.say(note)}`]),
  ];
};

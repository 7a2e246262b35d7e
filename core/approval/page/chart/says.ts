import type { Chart, ChartLimit } from '../../../evidence/chart/chart.ts';
import { isBad } from '../../../evidence/chart/bad.ts';
import { valueText } from './scale.ts';
import type { ChartWords } from './words.ts';
import type { ChartView, MarkView } from '../view/view.ts';

type Seen = { at: number; value: number };

/** The points with their times, without the gaps. */
export const seenIn = ({ from, points }: Pick<Chart, 'from' | 'points'>): Seen[] => {
  const begin = Date.parse(from);
  return points.flatMap(([seconds, value]) => (value === null ? [] : [{ at: begin + seconds * 1000, value }]));
};

const limitKeys = {
  alarm: 'chartLimitAlarm',
  runbook: 'chartLimitRunbook',
  usual: 'chartLimitUsual',
  expected: 'chartLimitExpected',
} as const;

/** The limit with its value, and who says so. */
export const limitText = (
  { unit }: Chart,
  { value, source, bad, inclusive }: ChartLimit,
  { say }: ChartWords,
): string => {
  const good = `${bad === 'above' ? '<' : '>'}${inclusive ? '' : '='}`.replace('<=', '≤').replace('>=', '≥');
  const shown = valueText(unit, value);
  return say(limitKeys[source], { value: source === 'expected' ? `${good} ${shown}` : shown });
};

const markKeys = {
  onset: 'chartOnset',
  alarm: 'chartAlarm',
  executed: 'chartExecuted',
  restored: 'chartRestored',
} as const;

/** What a mark is called: a word, or the sign that the list below the chart explains. */
export const markText = ({ kind, sign }: MarkView, { say }: ChartWords): string =>
  kind === 'change' ? (sign ?? '?') : say(markKeys[kind]);

/** The newest value, and whether it is bad; undefined where there is none. */
export const lastOf = (chart: Chart): { at: number; text: string; bad: boolean } | undefined => {
  const last = seenIn(chart).at(-1);
  if (last === undefined) return undefined;
  return {
    at: last.at,
    text: valueText(chart.unit, last.value),
    bad: chart.limit !== undefined && isBad(chart.limit, last.value),
  };
};

/** What the line does, in words: how far it went, and when it passed the limit. What is judged has a table for that. */
export const chartSays = ({ chart }: ChartView, words: ChartWords): string[] => {
  const { say, time } = words;
  const { limit, unit } = chart;
  const seen = seenIn(chart);
  const [first] = seen;
  if (limit?.source === 'expected') return [limitText(chart, limit, words)];
  if (first === undefined) return [say('chartEmpty')];
  const lowest = limit?.bad === 'below';
  const worst = seen.reduce(
    (found, one) => ((lowest ? one.value < found.value : one.value > found.value) ? one : found),
    first,
  );
  const far = say(lowest ? 'chartLowest' : 'chartHighest', { value: valueText(unit, worst.value), at: time(worst.at) });
  if (limit === undefined) return [far];
  const crossed = seen.find(({ value }) => isBad(limit, value));
  const shown = limitText(chart, limit, words);
  if (crossed === undefined) return [say('chartWithin', { limit: shown }), far];
  return [say('chartCrossed', { limit: shown, at: time(crossed.at) }), far];
};

/** Everything that the chart shows, for who cannot see it. */
export const chartTold = (view: ChartView, words: ChartWords): string => {
  const marks = view.marks.map((mark) => `${markText(mark, words)} ${words.time(Date.parse(mark.at))}`);
  const last = lastOf(view.chart);
  return [...(last === undefined ? [] : [last.text]), ...chartSays(view, words), ...marks].join('; ');
};

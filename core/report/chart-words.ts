import type { ChartWords } from '../approval/page/chart/words.ts';
import { fill } from '../policy/language/fill.ts';

/**
 * What a chart says, in the language of the report. They are here, and not read from the policy layer, because a report is
 * made of records alone: a word that was changed since would make other bytes. A test holds them to `languages/en.yaml`.
 */
export const chartTexts: Readonly<Record<string, string>> = {
  chartEmpty: 'no data',
  chartInput: 'One of the metrics that the expression of the alarm is made of.',
  chartNearby: 'The metric of the alarm itself was not read. This is the nearest one that the runbook names.',
  chartHighest: 'highest {value} at {at}',
  chartLowest: 'lowest {value} at {at}',
  chartCrossed: 'passed the {limit} at {at}',
  chartWithin: 'never beyond the {limit}',
  chartLimitAlarm: 'alarm threshold {value}',
  chartLimitRunbook: 'runbook limit {value}',
  chartLimitUsual: 'usual limit {value}',
  chartLimitExpected: 'expected {value}',
  chartOnset: 'onset',
  chartAlarm: 'alarm',
  chartExecuted: 'change',
  chartRestored: 'restored',
};

/** `03:01`, in UTC; a time that no calendar has is a question mark, as a report is made of what is there. */
const clock = (at: number): string => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '?' : date.toISOString().slice(11, 16);
};

export const chartWords: ChartWords = {
  say: (key, values = {}) => fill(chartTexts[key] ?? key, values),
  time: clock,
  ahead: 0,
};

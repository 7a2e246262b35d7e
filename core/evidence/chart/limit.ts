import type { Alarm, AlarmMetric } from '../../incident/alarm.ts';
import type { ChartLimit } from './chart.ts';
import type { Measured } from '../gathered.ts';
import { usualLimit } from '../metric-meanings.ts';
import type { WantedMetric } from '../wanted.ts';

/** What grows with the length of a period: a threshold for one of five minutes says nothing about one of one. */
const adds: ReadonlySet<string> = new Set(['Sum', 'SampleCount']);

/** True where the alarm's number is of this very series; of an expression or a band it never is. */
const isComparable = (alarm: Alarm, measured: Measured, watched: AlarmMetric): boolean =>
  alarm.kind === 'metric' &&
  watched.stat === measured.stat &&
  (!adds.has(measured.stat) || watched.periodSeconds === measured.periodSeconds);

/** How CloudWatch words a comparison: `was greater than or equal to the threshold (80.0)`. */
const comparison = /\b(greater|less) than( or equal to)? the threshold\b/i;

/** Which side is bad, by the words of the alarm; where they do not say, by where the value was when it fired. */
const alarmLimit = (alarm: Alarm, value: number, { points }: Measured): ChartLimit => {
  const [, word, orEqual] = comparison.exec(alarm.reason) ?? [];
  const until = new Date(alarm.at);
  const then = points.findLast(({ at }) => at <= until)?.value;
  const above = word === undefined ? then === undefined || then >= value : word.toLowerCase() === 'greater';
  return {
    value,
    bad: above ? 'above' : 'below',
    inclusive: word === undefined || orEqual !== undefined,
    source: 'alarm',
  };
};

const sided = (
  { above, below }: { above?: number | undefined; below?: number | undefined },
  source: ChartLimit['source'],
): ChartLimit | undefined => {
  if (above !== undefined) return { value: above, bad: 'above', inclusive: false, source };
  return below === undefined ? undefined : { value: below, bad: 'below', inclusive: false, source };
};

/**
 * What a series is held against: the alarm's threshold if it is of this series, else the runbook's limit, else the
 * usual one.
 */
export const chartLimit = (
  alarm: Alarm,
  measured: Measured,
  watched: AlarmMetric | undefined,
  wanted: WantedMetric | undefined,
): ChartLimit | undefined => {
  if (alarm.threshold !== undefined && watched !== undefined && isComparable(alarm, measured, watched)) {
    return alarmLimit(alarm, alarm.threshold, measured);
  }
  return (
    sided({ above: wanted?.saturatedAbove, below: wanted?.saturatedBelow }, 'runbook') ??
    sided(usualLimit(measured.namespace, measured.name), 'usual')
  );
};

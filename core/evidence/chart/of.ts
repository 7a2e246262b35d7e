import type { Incident } from '../../incident/incident.ts';
import { Chart, mostPoints } from './chart.ts';
import { chartChoice, type Chosen } from './choice.ts';
import { chartPoints } from './points.ts';
import { chartUnit } from './unit.ts';
import type { Gathered } from '../gathered.ts';
import { screen } from '../sanitize.ts';
import type { WantedMetric } from '../wanted.ts';

const minuteMs = 60_000;
/** Of the time before the alarm, so that one sees what was usual, and of the time before the first suspected change. */
const [before, beforeChange] = [60 * minuteMs, 10 * minuteMs];
/** A metric of long periods needs more time for a line. */
const leastPeriods = 24;
/** Beyond a day the hours of the trouble would be a hair. */
const longest = 24 * 60 * minuteMs;

export type Span = { from: Date; to: Date };

const label = (text: string, max: number): string => screen(text, max).text || '?';

/** A series as it is stored: its texts screened, its points as few as a phone can show; undefined without points. */
export const chartOf = (
  { measured, is, limit }: Chosen,
  { from, to }: Span,
  most: number = mostPoints,
): Chart | undefined => {
  const { namespace, name, stat, dimensions, periodSeconds } = measured;
  const points = chartPoints(measured.points, { from, to, periodSeconds }, most);
  if (points.length === 0) return undefined;
  const of = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  return Chart.parse({
    name: label(name, 128),
    stat: label(stat, 64),
    of: label([namespace, ...of].join(' '), 256),
    is,
    unit: chartUnit(measured),
    periodSeconds,
    from: from.toISOString(),
    to: to.toISOString(),
    ...(limit === undefined ? {} : { limit }),
    points,
  });
};

/** From well before the alarm, and before everything in `times`, to the newest point; not more than a day. */
const spanOf = ({ measured: { points, periodSeconds } }: Chosen, alarmAt: number, times: readonly number[]): Span => {
  const end = Math.max(alarmAt, ...points.slice(-1).map(({ at }) => at.getTime() + periodSeconds * 1000));
  const usual = alarmAt - Math.max(before, leastPeriods * periodSeconds * 1000);
  const start = Math.min(usual, ...times.filter((time) => time <= end).map((time) => time - beforeChange));
  return { from: new Date(Math.max(start, end - longest)), to: new Date(end) };
};

/** What is drawn beside the cause: the metric that the alarm is about, around the times at which something happened. */
export const incidentChart = (
  { metrics }: Pick<Gathered, 'metrics'>,
  wanted: readonly WantedMetric[],
  incident: Pick<Incident, 'alarm' | 'resource'>,
  times: readonly Date[],
): Chart | undefined => {
  const chosen = chartChoice(metrics, wanted, incident);
  if (chosen === undefined) return undefined;
  const all = times.map((time) => time.getTime());
  return chartOf(chosen, spanOf(chosen, new Date(incident.alarm.at).getTime(), all));
};

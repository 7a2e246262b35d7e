import type { Alarm, AlarmMetric } from '../incident/alarm.ts';
import type { Measured } from './gathered.ts';
import type { MetricQuery } from './ports.ts';

type Dimensions = Readonly<Record<string, string>>;

const sameDimensions = (a: Dimensions, b: Dimensions): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);

/** True for the series that a query asked for. */
export const isOf = (query: Omit<MetricQuery, 'id'>, measured: Measured): boolean =>
  query.namespace === measured.namespace &&
  query.name === measured.name &&
  query.stat === measured.stat &&
  sameDimensions(query.dimensions, measured.dimensions);

/** True for the metric that the alarm watches, whatever the statistic. */
export const isMetric = ({ namespace, name, dimensions }: AlarmMetric, measured: Measured): boolean =>
  namespace === measured.namespace && name === measured.name && sameDimensions(dimensions, measured.dimensions);

/** True for one of the metrics that the alarm watches. */
export const isWatched = (measured: Measured, { metrics }: Alarm): boolean =>
  metrics.some((metric) => isMetric(metric, measured));

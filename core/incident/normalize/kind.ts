import type { Alarm, AlarmMetric } from '../alarm.ts';

/** What sort of alarm it is, from what it watches. */
export const alarmKind = (rule: string | undefined, metrics: readonly AlarmMetric[]): Alarm['kind'] => {
  if (rule !== undefined) return 'composite';
  const expressions = metrics.flatMap(({ expression }) => (expression === undefined ? [] : [expression]));
  if (expressions.some((expression) => /\bANOMALY_DETECTION_BAND\s*\(/iu.test(expression))) return 'anomaly';
  return expressions.length > 0 ? 'metric-math' : 'metric';
};

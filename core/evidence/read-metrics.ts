import { fillRecord, type Values } from '../incident/placeholders.ts';
import type { Resource } from '../incident/resource.ts';
import type { Found } from './found.ts';
import { metricFinding } from './metric-signals.ts';
import type { MetricQuery, MetricReader, Period } from './ports.ts';
import type { WantedMetric } from './wanted.ts';

/** One batched call for every wanted metric. A metric without a value for a placeholder, or without data, is a gap. */
export const readMetrics = async (
  metrics: MetricReader,
  wanted: readonly WantedMetric[],
  values: Values,
  resource: Resource,
  period: Period,
): Promise<Found> => {
  const gaps: string[] = [];
  const queries: MetricQuery[] = [];
  for (const { id, namespace, name, dimensions, stat, periodSeconds } of wanted) {
    const filled = fillRecord(dimensions, values);
    if (filled.kind === 'unfilled') gaps.push(`metric ${id}: ${filled.reason}`);
    else queries.push({ id, namespace, name, dimensions: filled.value, stat, periodSeconds });
  }
  const series = queries.length === 0 ? [] : await metrics.read(queries, period);
  const findings = queries.flatMap(({ id, namespace, name }) => {
    const metric = wanted.find((candidate) => candidate.id === id);
    const found = series.find((candidate) => candidate.id === id);
    if (metric === undefined || found === undefined || found.points.length === 0) {
      gaps.push(`metric ${id} (${namespace} ${name}): no data`);
      return [];
    }
    return metricFinding(metric, found, resource) ?? [];
  });
  return { findings, gaps };
};

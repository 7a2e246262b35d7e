import type { Values } from '../../incident/placeholders.ts';
import type { Measured } from '../gathered.ts';
import type { MetricReader, Period } from '../ports.ts';
import { type WantedMetric, wantedQueries } from '../wanted.ts';
import type { Read } from './or-gap.ts';

const dayMs = 86_400_000;

const dayBefore = ({ from, to }: Period): Period => ({
  from: new Date(from.getTime() - dayMs),
  to: new Date(to.getTime() - dayMs),
});

/**
 * One batched call for every wanted metric, with the same hours of the day before. A metric without a value for a
 * placeholder, or without data, is a gap; one without data yesterday is not: it may be new.
 */
export const gatherMetrics = async (
  metrics: MetricReader,
  wanted: readonly WantedMetric[],
  values: Values,
  period: Period,
): Promise<Read<Measured[]>> => {
  const { queries, gaps } = wantedQueries(wanted, values);
  const series = queries.length === 0 ? [] : await metrics.read(queries, period, dayBefore(period));
  const empty: string[] = [];
  const found = queries.flatMap(({ id, ...query }): Measured[] => {
    const { points = [], earlier = [] } = series.find((candidate) => candidate.id === id) ?? {};
    if (points.length > 0) return [{ ...query, points, ...(earlier.length === 0 ? {} : { yesterday: earlier }) }];
    empty.push(`metric ${id} (${query.namespace} ${query.name}): no data`);
    return [];
  });
  return { found, gaps: [...gaps, ...empty] };
};

import type { Values } from '../../incident/placeholders.ts';
import { budgetPeriod, type Counts } from '../error-budget.ts';
import type { MetricReader } from '../ports.ts';
import type { Slo } from '../slo.ts';
import { WantedMetric, wantedQueries } from '../wanted.ts';
import type { Read } from './or-gap.ts';

/**
 * The hours of an objective's window: two series in one request, at most 2,161 points each. Undefined, with a gap, where a
 * placeholder has no value.
 */
export const gatherSlo = async (
  metrics: MetricReader,
  slo: Slo,
  values: Values,
  now: Date,
): Promise<Read<Counts | undefined>> => {
  const outcome = slo.bad === undefined ? 'good' : 'bad';
  const wanted = { total: slo.total, [outcome]: slo.bad ?? slo.good };
  const { queries, gaps } = wantedQueries(
    Object.entries(wanted).map(([id, count]) => WantedMetric.parse({ id, ...count, stat: 'Sum', periodSeconds: 3600 })),
    values,
  );
  if (gaps.length > 0) return { found: undefined, gaps: gaps.map((gap) => `error budget: ${gap}`) };
  const series = await metrics.read(queries, budgetPeriod(slo, now));
  const points = (id: string): Counts['total'] => series.find((one) => one.id === id)?.points ?? [];
  return { found: { total: points('total'), [outcome]: points(outcome) }, gaps: [] };
};

import * as z from 'zod';
import { Chart, type ChartLimit } from '../evidence/chart/chart.ts';
import { isBad } from '../evidence/chart/bad.ts';
import { chartOf } from '../evidence/chart/of.ts';
import type { Series } from '../evidence/ports.ts';
import type { ExpectedMetric } from './proposal.ts';
import type { Validation } from './validation.ts';

/** A page shows one or two; more than these would not be looked at. */
const mostCharts = 4;
/** Half of what the chart of an incident has: two small ones are side by side. */
const mostPoints = 60;

/** What a change was judged by: each metric before and after it, for people. The judgement itself is `Validation`. */
export const Judged = z.strictObject({
  executedAt: z.iso.datetime(),
  charts: z.array(z.strictObject({ id: z.string(), chart: Chart })).max(mostCharts),
});
export type Judged = z.infer<typeof Judged>;

/** What is expected to be below is bad above, and at the threshold. */
const limitOf = ({ comparison, threshold: value }: ExpectedMetric): ChartLimit => ({
  value,
  bad: comparison === 'below' ? 'above' : 'below',
  inclusive: true,
  source: 'expected',
});

type Read = { series: readonly Series[]; from: Date; executedAt: Date; now: Date };

const pointsOf = ({ id }: ExpectedMetric, { series }: Read): Series['points'] =>
  series.find((one) => one.id === id)?.points ?? [];

/**
 * What was bad before says most, if it was measured after the change, too; what only shows that others are alive says
 * least.
 */
const weightOf = (
  metric: ExpectedMetric,
  metrics: readonly ExpectedMetric[],
  { before }: Validation,
  read: Read,
): number => {
  const was = before[metric.id] ?? null;
  const measured = pointsOf(metric, read).some(({ at }) => at >= read.executedAt);
  if (was !== null && isBad(limitOf(metric), was)) return measured ? 3 : 2;
  return metrics.some(({ liveness }) => liveness === metric.id) ? 0 : 1;
};

/** The series that a change was judged by, what tells most first; one without data is left out. */
export const judgedSeries = (metrics: readonly ExpectedMetric[], validation: Validation, read: Read): Judged => {
  const charts = metrics
    .toSorted((a, b) => weightOf(b, metrics, validation, read) - weightOf(a, metrics, validation, read))
    .flatMap((metric) => {
      const chosen = {
        measured: { ...metric, points: pointsOf(metric, read) },
        is: 'expected',
        limit: limitOf(metric),
      } as const;
      const chart = chartOf(chosen, { from: read.from, to: read.now }, mostPoints);
      return chart === undefined ? [] : [{ id: metric.id, chart }];
    });
  return { executedAt: read.executedAt.toISOString(), charts: charts.slice(0, mostCharts) };
};

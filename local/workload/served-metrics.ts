import type { MetricQuery, MetricReader } from '../../core/evidence/ports.ts';

/**
 * A simulated metric: which dimensions a thing has in it, and its sample for the minute [from, to); undefined where
 * nothing is published.
 */
export type Served<T> = {
  dimensions(thing: T): Record<string, string>;
  sample(thing: T, from: Date, to: Date): number | undefined;
};

const minuteMs = 60_000;

const aggregate = (stat: string, values: readonly number[]): number => {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (stat) {
    case 'Sum':
      return sum;
    case 'Average':
      return sum / values.length;
    case 'Minimum':
      return Math.min(...values);
    default:
      return Math.max(...values);
  }
};

type Span = { from: number; to: number };

/** The value of one period over all things that publish the metric; the period may be the one that is running. */
const points = <T>({ sample }: Served<T>, things: readonly T[], stat: string, { from, to }: Span) => {
  const values: number[] = [];
  for (let minute = from; minute < to; minute += minuteMs) {
    const end = new Date(Math.min(minute + minuteMs, to));
    for (const thing of things) {
      const value = sample(thing, new Date(minute), end);
      if (value !== undefined) values.push(value);
    }
  }
  return values.length === 0 ? [] : [{ at: new Date(from), value: Math.round(aggregate(stat, values) * 100) / 100 }];
};

const matches = (query: MetricQuery, dimensions: Record<string, string>): boolean =>
  Object.entries(dimensions).every(([name, value]) => query.dimensions[name] === value) &&
  Object.keys(query.dimensions).length === Object.keys(dimensions).length;

/** CloudWatch metrics of simulated things, by `namespace/name`; one that nobody publishes has no points, as in CloudWatch. */
export const servedMetrics = <T>(
  served: Readonly<Record<string, Served<T>>>,
  things: readonly T[],
  now: () => Date,
): MetricReader => ({
  async read(queries, period) {
    const end = Math.min(period.to.getTime(), now().getTime());
    return queries.map((query) => {
      const metric = served[`${query.namespace}/${query.name}`];
      if (metric === undefined) return { id: query.id, points: [] };
      const publishing = things.filter((thing) => matches(query, metric.dimensions(thing)));
      const length = query.periodSeconds * 1000;
      const first = Math.ceil(period.from.getTime() / length) * length;
      const spans = Array.from({ length: Math.max(0, Math.ceil((end - first) / length)) }, (_, n) => ({
        from: first + n * length,
        to: Math.min(first + (n + 1) * length, end),
      }));
      return { id: query.id, points: spans.flatMap((span) => points(metric, publishing, query.stat, span)) };
    });
  },
});

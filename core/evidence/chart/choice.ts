import type { Alarm, AlarmMetric } from '../../incident/alarm.ts';
import type { Incident } from '../../incident/incident.ts';
import { incidentValues } from '../../incident/placeholder-values.ts';
import type { Chart, ChartLimit } from './chart.ts';
import { isBad } from './bad.ts';
import { chartLimit } from './limit.ts';
import type { Measured } from '../gathered.ts';
import { isMetric, isOf } from '../same-metric.ts';
import { type WantedMetric, wantedQueries } from '../wanted.ts';

export type Chosen = { measured: Measured; is: Chart['is']; limit?: ChartLimit };

/** Of series of the same metric the one that is most like what the alarm watches. */
const closeness = (measured: Measured, { stat, periodSeconds }: AlarmMetric): number =>
  (measured.stat === stat ? 2 : 0) + (measured.periodSeconds === periodSeconds ? 1 : 0);

/** What the alarm watches, or of an expression the first of its metrics that was read. */
const watched = (metrics: readonly Measured[], alarm: Alarm): { measured: Measured; by: AlarmMetric } | undefined => {
  for (const by of alarm.metrics) {
    const [measured] = metrics
      .filter((candidate) => isMetric(by, candidate))
      .toSorted((a, b) => closeness(b, by) - closeness(a, by));
    if (measured !== undefined) return { measured, by };
  }
  return undefined;
};

const withLimit = (measured: Measured, is: Chart['is'], limit: ChartLimit | undefined): Chosen => ({
  measured,
  is,
  ...(limit === undefined ? {} : { limit }),
});

const isBeyond = ({ measured: { points }, limit }: Chosen): boolean =>
  limit !== undefined && points.some(({ value }) => isBad(limit, value));

/**
 * The series that shows best why the alarm fired: its own, or one that its expression is made of; where none of them was
 * read, the first of the runbook's that passed its limit, else the runbook's first. Undefined where nothing was read.
 */
export const chartChoice = (
  metrics: readonly Measured[],
  wanted: readonly WantedMetric[],
  incident: Pick<Incident, 'alarm' | 'resource'>,
): Chosen | undefined => {
  const { alarm } = incident;
  const { queries } = wantedQueries(wanted, incidentValues(incident));
  const asked = queries.flatMap((query) => {
    const measured = metrics.find((candidate) => isOf(query, candidate));
    return measured === undefined ? [] : [{ measured, by: wanted.find(({ id }) => id === query.id) }];
  });
  const own = watched(metrics, alarm);
  if (own !== undefined) {
    const { measured, by } = own;
    const wants = asked.find((one) => one.measured === measured)?.by;
    return withLimit(
      measured,
      alarm.kind === 'metric-math' ? 'input' : 'alarmed',
      chartLimit(alarm, measured, by, wants),
    );
  }
  const nearby = asked.map(({ measured, by }) =>
    withLimit(measured, 'nearby', chartLimit(alarm, measured, undefined, by)),
  );
  return nearby.find(isBeyond) ?? nearby[0];
};

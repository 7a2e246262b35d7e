import { measuredBy } from '../incident/subject.ts';
import type { Values } from '../incident/placeholders.ts';
import type { Resource } from '../incident/resource.ts';
import type { Finding } from './facts.ts';
import type { Measured } from './gathered.ts';
import { metricFinding } from './metric-signals.ts';
import type { MetricQuery } from './ports.ts';
import { WantedMetric, wantedQueries } from './wanted.ts';

const sameDimensions = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);

const isOf = (query: MetricQuery, measured: Measured): boolean =>
  query.namespace === measured.namespace &&
  query.name === measured.name &&
  query.stat === measured.stat &&
  sameDimensions(query.dimensions, measured.dimensions);

/**
 * What each series shows. One that the runbook wants is about the incident's resource and has the runbook's limits; any
 * other is about what its dimensions name.
 */
export const measuredFindings = (
  metrics: readonly Measured[],
  wanted: readonly WantedMetric[],
  values: Values,
  resource: Resource,
): Finding[] => {
  const { queries } = wantedQueries(wanted, values);
  return metrics.flatMap((measured, index) => {
    const query = queries.find((candidate) => isOf(candidate, measured));
    const metric = wanted.find(({ id }) => id === query?.id);
    const { namespace, name, dimensions, stat, periodSeconds, points } = measured;
    const asked = metric ?? WantedMetric.parse({ id: `m${index}`, namespace, name, dimensions, stat, periodSeconds });
    const about = metric === undefined ? (measuredBy(dimensions) ?? resource) : resource;
    return metricFinding(asked, { id: asked.id, points: [...points] }, about) ?? [];
  });
};

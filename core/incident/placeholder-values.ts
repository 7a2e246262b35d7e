import type { Alarm } from './alarm.ts';
import type { Resource } from './resource.ts';

/**
 * What an alarm gives: every dimension of its metrics as `dimension.<Name>`, and `cluster`. A name that two metrics give
 * different values is left out: it would be a guess.
 */
export const alarmValues = (alarm: Pick<Alarm, 'metrics'>): Record<string, string> => {
  const seen = new Map<string, Set<string>>();
  for (const [name, value] of alarm.metrics.flatMap((metric) => Object.entries(metric.dimensions))) {
    seen.set(name, (seen.get(name) ?? new Set()).add(value));
  }
  const values: Record<string, string> = {};
  for (const [name, [value, ...others]] of seen) {
    if (value === undefined || others.length > 0) continue;
    values[`dimension.${name}`] = value;
    if (name === 'ClusterName') values.cluster = value;
  }
  return values;
};

/** What an alarm and the resource it was resolved to give: `alarmValues` with `kind`, `name` and `namespace`. */
export const incidentValues = (incident: {
  alarm: Pick<Alarm, 'metrics'>;
  resource: Resource;
}): Record<string, string> => ({
  ...alarmValues(incident.alarm),
  kind: incident.resource.kind,
  name: incident.resource.name,
  ...(incident.resource.namespace === undefined ? {} : { namespace: incident.resource.namespace }),
});

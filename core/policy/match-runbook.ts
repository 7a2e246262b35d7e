import type { Alarm } from '../incident/alarm.ts';
import { alarmValues } from '../incident/placeholder-values.ts';
import { fillText } from '../incident/placeholders.ts';
import { Resource } from '../incident/resource.ts';
import type { Runbook } from './runbook.ts';

/** A `*` stands for any text: GuardDuty has a type for each threat, and CloudFormation ends names in a text of its own. */
const named = (metric: string, name: string): boolean => {
  const [first = '', ...rest] = metric.split('*');
  const last = rest.pop();
  if (last === undefined) return name === metric;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
};

/** Under which runbooks match composite alarms, by the name of the alarm: they watch alarms and no metric. */
export const compositeNamespace = 'CompositeAlarm';

type Matched = Pick<Alarm, 'metrics'> & Partial<Pick<Alarm, 'kind' | 'name'>>;

const watchedBy = ({ kind, name, metrics }: Matched): Alarm['metrics'] =>
  kind === 'composite' && name !== undefined
    ? [{ id: 'composite', namespace: compositeNamespace, name, dimensions: {} }]
    : metrics;

const watches = ({ match }: Runbook, { namespace, name, dimensions }: Alarm['metrics'][number]): boolean =>
  namespace === match.namespace &&
  name !== undefined &&
  match.metrics.some((metric) => named(metric, name)) &&
  Object.entries(match.dimensions).every(([dimension, value]) => dimensions[dimension] === value);

const dimensionsOf = ({ match }: Runbook): number => Object.keys(match.dimensions).length;

/**
 * The runbook for an alarm: the one that names a metric the alarm watches, the alarm's first metric first; of several the
 * one that asks for the most dimensions. A composite alarm names other alarms and no metric: its own name is matched.
 */
export const matchRunbook = (alarm: Matched, runbooks: readonly Runbook[]): Runbook | undefined => {
  const byDimensions = runbooks.toSorted((a, b) => dimensionsOf(b) - dimensionsOf(a));
  for (const metric of watchedBy(alarm)) {
    const runbook = byDimensions.find((candidate) => watches(candidate, metric));
    if (runbook !== undefined) return runbook;
  }
  return undefined;
};

/** Names that are safe in an API path and in a query: dimensions come from outside. */
const plainName = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._:/-]*$/;

export type Resolved = { kind: 'resolved'; resource: Resource } | { kind: 'unresolved'; reason: string };

/** The resource an alarm is about, by the runbook's template over the alarm's dimensions, or why there is none. */
export const resolveResource = (alarm: Pick<Alarm, 'metrics'>, runbook: Runbook): Resolved => {
  const values = alarmValues({ metrics: alarm.metrics.filter((metric) => watches(runbook, metric)) });
  const resource: Record<string, string> = {};
  for (const field of ['kind', 'namespace', 'name'] as const) {
    const template = runbook.resource[field];
    if (template === undefined) continue;
    const filled = fillText(template, values);
    if (filled.kind === 'unfilled') {
      return { kind: 'unresolved', reason: `runbook ${runbook.id}, resource.${field}: ${filled.reason}` };
    }
    if (!plainName.test(filled.value)) {
      return {
        kind: 'unresolved',
        reason: `runbook ${runbook.id}, resource.${field}: the alarm's value is not a name`,
      };
    }
    resource[field] = filled.value;
  }
  const parsed = Resource.safeParse(resource);
  return parsed.success
    ? { kind: 'resolved', resource: parsed.data }
    : { kind: 'unresolved', reason: `runbook ${runbook.id}, resource: the alarm's value is too long for a name` };
};

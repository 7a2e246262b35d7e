import type { Alarm } from '../incident/alarm.ts';
import type { Incident } from '../incident/incident.ts';
import { incidentValues } from '../incident/placeholder-values.ts';
import { measuredBy, subjectOf } from '../incident/subject.ts';
import type { Resource } from '../incident/resource.ts';
import { type Finding, isSymptom } from './facts.ts';
import type { Measured } from './gathered.ts';
import { interruption } from './metric-interruption.ts';
import { metricFinding } from './metric-signals.ts';
import { onsetOf } from './metrics/onset.ts';
import { medianOf } from './metrics/quantile.ts';
import { isOf, isWatched } from './same-metric.ts';
import { WantedMetric, wantedQueries } from './wanted.ts';

/**
 * Since when the metric that the alarm watches is not as usual; undefined where it was not read or the alarm is OK.
 */
export const alarmedSince = (metrics: readonly Measured[], alarm: Alarm): Date | undefined => {
  if (alarm.state !== 'ALARM') return undefined;
  const at = new Date(alarm.at);
  const watched = metrics.find((measured) => isWatched(measured, alarm));
  if (watched === undefined) return undefined;
  const { points, yesterday = [] } = watched;
  return onsetOf(
    points.filter((point) => point.at <= at),
    { yesterday },
  );
};

/**
 * The alarm's own metric. Against a threshold that it is still beyond nobody can call it normal: only an alarm without one,
 * or one that is OK, may be.
 */
const isAlarmed = (measured: Measured, alarm: Alarm): boolean =>
  (alarm.state === 'OK' || alarm.threshold === undefined) && isWatched(measured, alarm);

/** Half as much again, or less than two thirds. */
const muchOther = 1.5;

/** A series too short to tell a shift from noise that ends far from where it began. */
const isElsewhere = (points: Measured['points']): boolean => {
  const third = Math.ceil(points.length / 3);
  const [first, last] = [points.slice(0, third), points.slice(-third)].map((part) =>
    medianOf(part.map(({ value }) => value)),
  );
  if (first === undefined || last === undefined || first <= 0) return false;
  return last > muchOther * first || last < first / muchOther;
};

const normalFinding = ({ name, stat, points }: Measured, resource: Resource): Finding => ({
  fact: 'alarmed_metric_normal',
  summary: `${name} (${stat}), which the alarm watches, is within its limits`,
  resource,
  data: { name, points: points.length },
});

/**
 * What each series shows. One that the runbook wants is about the incident's resource and has the runbook's limits; any
 * other is about what its dimensions name.
 */
export const measuredFindings = (
  metrics: readonly Measured[],
  wanted: readonly WantedMetric[],
  incident: Pick<Incident, 'alarm' | 'resource'>,
): Finding[] => {
  const resource = subjectOf(incident);
  const { queries } = wantedQueries(wanted, incidentValues(incident));
  return metrics.flatMap((measured, index) => {
    const query = queries.find((candidate) => isOf(candidate, measured));
    const metric = wanted.find(({ id }) => id === query?.id);
    const { namespace, name, dimensions, stat, periodSeconds } = measured;
    const asked = metric ?? WantedMetric.parse({ id: `m${index}`, namespace, name, dimensions, stat, periodSeconds });
    const about = metric === undefined ? (measuredBy(dimensions) ?? resource) : resource;
    const finding = metricFinding(asked, measured, about);
    // A metric that nobody asked for may be silent as it likes.
    const isAsked = metric !== undefined || isWatched(measured, incident.alarm);
    const broken = isAsked ? (interruption(measured, about) ?? []) : [];
    if (finding !== undefined && isSymptom(finding.fact)) return [finding].concat(broken);
    // What the alarm watches and is not as it was may be anything, but is not called normal.
    const moved = incident.alarm.state !== 'OK' && (finding?.fact === 'metric_shifted' || isElsewhere(measured.points));
    const normal = isAlarmed(measured, incident.alarm) && !moved ? [normalFinding(measured, about)] : [];
    return normal.concat(finding ?? [], broken);
  });
};

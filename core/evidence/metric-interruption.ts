import type { Resource } from '../incident/resource.ts';
import type { Finding } from './facts.ts';
import type { Measured } from './gathered.ts';
import { gapsOf } from './metrics/gaps.ts';

/** A period or two are late or lost now and then. */
const fewestPeriods = 3;
/** What has data in fewer of its periods counts something that seldom happens: there silence says nothing. */
const regular = 0.8;

/** The longest time without data of a series that has data at every period otherwise: what went on then nobody knows. */
export const interruption = (
  { namespace, name, stat, periodSeconds, points }: Measured,
  resource: Resource,
): Finding | undefined => {
  const [first, last] = [points[0]?.at.getTime() ?? 0, points.at(-1)?.at.getTime() ?? 0];
  const periods = (last - first) / (periodSeconds * 1000) + 1;
  if (points.length < regular * periods) return undefined;
  const lengthOf = ({ from, to }: { from: Date; to: Date }): number => to.getTime() - from.getTime();
  const [longest] = gapsOf(points, periodSeconds).toSorted((a, b) => lengthOf(b) - lengthOf(a));
  if (longest === undefined || lengthOf(longest) < fewestPeriods * periodSeconds * 1000) return undefined;
  const minutes = Math.round(lengthOf(longest) / 60_000);
  return {
    fact: 'metric_interrupted',
    summary: `${name} (${stat}) has no data for ${minutes} minutes until ${longest.to.toISOString()}`,
    resource,
    time: longest.from.toISOString(),
    data: { metric: name, stat, minutes },
    pointer: `metrics.json ${namespace} ${name} ${stat}`,
  };
};

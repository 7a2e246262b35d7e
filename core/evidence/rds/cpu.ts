import * as z from 'zod';
import type { Alarm } from '../../incident/alarm.ts';
import type { Finding } from '../facts.ts';
import type { Measured } from '../gathered.ts';
import { type RdsInstance, rdsInstances } from './described.ts';

/** The last points decide whether it still is busy. */
const recentPoints = 5;
/** An alarmed CPU that stays above this is no peak; AWS recommends an alarm at 90. */
const busyPercent = 80;

/** vCPUs of a size, by its name: two up to `large`, then doubled; `4xlarge` has four times those of `xlarge`. */
const vcpusOf = (size: string): number | undefined => {
  const [, times, name] = /^db\.[^.]+\.(\d*)(xlarge|large|medium|small|micro)/.exec(size) ?? [];
  if (name === undefined) return undefined;
  return name === 'xlarge' ? 4 * Number(times === '' ? 1 : times) : 2;
};

const Load = z.object({
  MetricList: z.array(
    z.object({ Key: z.object({ Metric: z.string() }), DataPoints: z.array(z.object({ Value: z.number().nullish() })) }),
  ),
});
const Waits = z.object({
  Keys: z.array(z.object({ Dimensions: z.record(z.string(), z.string()), Total: z.number() })),
});

/** Sessions that run or wait for a CPU, of those that are active: the load by its share of CPU waits. */
const cpuLoad = (described: Readonly<Record<string, unknown>>): number[] => {
  const load = Load.safeParse(described['pi:GetResourceMetrics']).data?.MetricList.find(
    ({ Key }) => Key.Metric === 'db.load.avg',
  );
  const waits = Waits.safeParse(described['pi:DescribeDimensionKeys#db.wait_event']).data?.Keys ?? [];
  const all = waits.reduce((sum, { Total }) => sum + Total, 0);
  const cpu = waits
    .filter(({ Dimensions }) => Dimensions['db.wait_event.type'] === 'CPU')
    .reduce((sum, { Total }) => sum + Total, 0);
  return all === 0 ? [] : (load?.DataPoints ?? []).flatMap(({ Value }) => (Value == null ? [] : (Value * cpu) / all));
};

const found = (name: string, says: string, value: number, strength: number, pointer: string): Finding => ({
  fact: 'cpu_saturated',
  summary: `${name} ${says}`,
  resource: { kind: 'DBInstance', name },
  strength,
  data: { value: Math.round(value * 100) / 100 },
  pointer,
});

const valuesOf = (metrics: readonly Measured[], metric: string, instance: string): number[] =>
  metrics
    .find(({ name, dimensions }) => name === metric && dimensions['DBInstanceIdentifier'] === instance)
    ?.points.map(({ value }) => value) ?? [];

/**
 * More sessions than vCPUs are on a CPU or wait for one, now: the line that Performance Insights draws.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.UsingDashboard.Components.html
 */
const overloaded = (
  { name, size }: RdsInstance,
  metrics: readonly Measured[],
  described: Readonly<Record<string, unknown>>,
): Finding[] => {
  const vcpus = size === undefined ? undefined : vcpusOf(size);
  const measured = valuesOf(metrics, 'DBLoadCPU', name);
  const recent = (measured.length > 0 ? measured : cpuLoad(described)).slice(-recentPoints);
  if (vcpus === undefined || recent.length < recentPoints || recent.some((value) => value <= vcpus)) return [];
  const last = recent.at(-1) ?? 0;
  const sessions = Math.round(last * 10) / 10;
  return [
    found(name, `has ${sessions} sessions for ${vcpus} vCPUs`, last, 0.7, `aws.json pi:GetResourceMetrics ${name}`),
  ];
};

/** The CPU that the alarm watches stays high, though below the usual limit. */
const busy = (metrics: readonly Measured[], alarm: Pick<Alarm, 'metrics' | 'state'>): Finding[] =>
  alarm.metrics.flatMap(({ name, dimensions }): Finding[] => {
    const instance = dimensions['DBInstanceIdentifier'];
    if (name !== 'CPUUtilization' || instance === undefined || alarm.state !== 'ALARM') return [];
    const recent = valuesOf(metrics, name, instance).slice(-recentPoints);
    const last = recent.at(-1);
    if (last === undefined || recent.length < recentPoints || recent.some((value) => value <= busyPercent)) return [];
    return [
      found(instance, `has a CPU at ${Math.round(last)} % and stays there`, last, 0.5, `metrics.json AWS/RDS ${name}`),
    ];
  });

/** Instances whose CPU has no headroom left, by what waits for it or by the alarm's own series. */
export const cpuFindings = (
  metrics: readonly Measured[],
  described: Readonly<Record<string, unknown>>,
  alarm: Pick<Alarm, 'metrics' | 'state'>,
): Finding[] => {
  const [instance, ...others] = rdsInstances(described);
  // The answer of Performance Insights does not say whose it is: with several instances it would be a guess.
  const waiting = instance === undefined || others.length > 0 ? [] : overloaded(instance, metrics, described);
  return [...waiting, ...busy(metrics, alarm)];
};

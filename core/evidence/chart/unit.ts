import type { ChartUnit } from './chart.ts';
import type { Measured } from '../gathered.ts';

/** Units as CloudWatch names them: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const named: Readonly<Record<string, ChartUnit>> = {
  Percent: 'percent',
  Bytes: 'bytes',
  'Bytes/Second': 'bytes-per-second',
  Seconds: 'seconds',
  Milliseconds: 'milliseconds',
};

/** What CloudWatch counts a metric in, where nobody said so: by its namespace and name, first row that fits. */
const usual: readonly { namespace?: string; name: RegExp; unit: ChartUnit }[] = [
  { name: /utili[sz]ation|percent/i, unit: 'percent' },
  { name: /throughput/i, unit: 'bytes-per-second' },
  { name: /bytes|^Free(StorageSpace|LocalStorage|ableMemory)$|^SwapUsage$/i, unit: 'bytes' },
  { namespace: 'ApplicationSignals', name: /^Latency$/, unit: 'milliseconds' },
  { namespace: 'AWS/Lambda', name: /Duration$/, unit: 'milliseconds' },
  { namespace: 'AWS/RDS', name: /Latency$|^ReplicaLag$/, unit: 'seconds' },
  { name: /^(?:TargetResponseTime|ApproximateAgeOfOldestMessage)$/, unit: 'seconds' },
];

/** The unit of a series; a statistic that counts samples has none, whatever the samples are in. */
export const chartUnit = ({ namespace, name, stat, unit }: Omit<Measured, 'points' | 'yesterday'>): ChartUnit => {
  if (stat === 'SampleCount') return 'count';
  const said = unit === undefined ? undefined : named[unit];
  if (said !== undefined || unit === 'Count') return said ?? 'count';
  const row = usual.find((one) => one.name.test(name) && (one.namespace ?? namespace) === namespace);
  return row?.unit ?? 'count';
};

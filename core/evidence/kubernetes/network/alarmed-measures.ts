import * as z from 'zod';
import { aboutOf, measureOf, partOf, type Reading } from './reading.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html, what is read of it. */
const Alarm = z.object({
  AlarmName: z.string(),
  StateValue: z.string(),
  StateReason: z.string().optional(),
  MetricName: z.string().optional(),
  Threshold: z.number().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});
const Response = z.object({ MetricAlarms: z.array(z.unknown()).default([]) });

const number = String.raw`(\d+(?:\.\d+)?)`;
/** `p90: Normal=18.2ms -> Current=177.3ms`, and other words for the two. */
const pair = new RegExp(
  String.raw`([^|;]*?)(?:normal|usual|baseline|expected|before)\s*[=:]\s*${number}\s*([a-zµ%/]*)\s*(?:->|→|,|\bto\b)\s*(?:cur(?:rent)?|now|actual|observed)\s*[=:]\s*${number}\s*([a-zµ%/]*)`,
  'gi',
);
const alone = new RegExp(String.raw`\bval(?:ue)?\s*[=:]\s*${number}\s*([a-z%/]*)`, 'i');
/** The reason that CloudWatch itself gives. */
const crossed = new RegExp(String.raw`Threshold Crossed:.*?\[${number}`, 'i');

type Shifted = Pick<Reading, 'before' | 'high'> & { said: string; units: readonly [string, string] };

/** Milliseconds in one of this unit; the two levels may have different ones. */
const scale = (unit: string): number => (/^s$/i.test(unit) ? 1000 : /^(?:us|µs)$/i.test(unit) ? 0.001 : 1);

const shifts = ({
  StateReason: reason = '',
  MetricName: metric = '',
  Threshold: threshold,
}: z.infer<typeof Alarm>): Shifted[] => {
  const datapoint = crossed.exec(reason)?.[1];
  if (datapoint !== undefined && threshold !== undefined) {
    return [{ said: metric, units: ['', ''], before: threshold, high: Number(datapoint) }];
  }
  return reason.split(';').flatMap((part): Shifted[] => {
    const heading = part.split('|')[0] ?? '';
    const pairs = [...part.matchAll(pair)].map(([, label = '', before, beforeUnit = '', high, unit = '']) => ({
      // A label of its own says more than the heading of the part.
      said: measureOf(label) === undefined ? `${heading} ${label}` : label,
      units: [beforeUnit, unit] as const,
      before: Number(before),
      high: Number(high),
    }));
    const [, value, unit = ''] = alone.exec(part) ?? [];
    return pairs.length === 0 && value !== undefined
      ? [{ said: heading, units: ['', unit], before: 0, high: Number(value) }]
      : pairs;
  });
};

/**
 * What the alarms that are in ALARM say of workloads and nodes: levels before and now. Alarms of another wording say
 * nothing.
 */
export const alarmedMeasures = (described: Readonly<Record<string, unknown>>): Reading[] => {
  const response = Response.safeParse(described['cloudwatch:DescribeAlarms']);
  const alarms = (response.data?.MetricAlarms ?? []).flatMap((raw) => Alarm.safeParse(raw).data ?? []);
  return alarms.flatMap((alarm): Reading[] => {
    const about = aboutOf(Object.fromEntries(alarm.Dimensions.map(({ Name, Value }) => [Name, Value])));
    if (about === undefined || alarm.StateValue !== 'ALARM') return [];
    return shifts(alarm).flatMap(({ said, units: [beforeUnit, unit], before, high }): Reading[] => {
      const measure = measureOf(said);
      if (measure === undefined) return [];
      const inUnit = (value: number, its: string): number => (measure === 'latency' ? value * scale(its) : value);
      return [
        {
          about,
          measure,
          part: partOf(said),
          before: inUnit(before, beforeUnit),
          high: inUnit(high, unit),
          elevated: 1,
          source: 'alarm',
          pointer: `aws.json cloudwatch:DescribeAlarms ${alarm.AlarmName}`,
        },
      ];
    });
  });
};

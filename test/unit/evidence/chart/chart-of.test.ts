import { describe, expect, it } from 'vitest';
import { Chart } from '../../../../core/evidence/chart/chart.ts';
import { incidentChart } from '../../../../core/evidence/chart/of.ts';
import { chartUnit } from '../../../../core/evidence/chart/unit.ts';
import type { Measured } from '../../../../core/evidence/gathered.ts';
import { alarm, incident, later } from '../../../support/incident.ts';

const dimensions = { DBInstanceIdentifier: 'ledger' };
const watching = incident({
  alarm: { ...alarm, metrics: [{ id: 'm1', namespace: 'AWS/RDS', name: 'ReadLatency', dimensions }] },
});
const series = (change: Partial<Measured> = {}): Measured => ({
  namespace: 'AWS/RDS',
  name: 'ReadLatency',
  dimensions,
  stat: 'Average',
  periodSeconds: 60,
  points: Array.from({ length: 300 }, (_, n) => ({ at: later(60 * (n - 296)), value: n })),
  ...change,
});
const made = (change: Partial<Measured> = {}, ...times: Date[]) =>
  incidentChart({ metrics: [series(change)] }, [], watching, times);

describe('the chart of an incident', () => {
  it('shows an hour before the alarm, all that came after, and what it is of', () => {
    expect(made()).toMatchObject({
      name: 'ReadLatency',
      stat: 'Average',
      of: 'AWS/RDS DBInstanceIdentifier=ledger',
      is: 'alarmed',
      unit: 'seconds',
      from: later(-3600).toISOString(),
      to: later(240).toISOString(),
    });
    expect(made()?.points.at(-1)).toEqual([3780, 299]);
  });

  it('begins well before everything that happened, and is not longer than a day', () => {
    expect(made({}, later(-2 * 3600))?.from).toBe(later(-2 * 3600 - 600).toISOString());
    expect(made({}, later(-40 * 3600))?.from).toBe(later(240 - 86_400).toISOString());
    // What comes after its end is not in it.
    expect(made({}, later(9 * 3600))?.from).toBe(later(-3600).toISOString());
  });

  it('shows more time where periods are long', () => {
    expect(made({ periodSeconds: 300 })?.from).toBe(later(-24 * 300).toISOString());
  });

  it('is none without a point in its time', () => {
    expect(made({ points: [] })).toBeUndefined();
    expect(made({ points: [{ at: later(-9 * 3600), value: 1 }] })).toBeUndefined();
  });

  it('holds less than 8 kB, whatever names and values come from outside, and nothing that deceives or is secret', () => {
    const evil = `\u202e\u0000password=hunter22 ${'𝕏'.repeat(3000)}`;
    const watched = { id: evil, namespace: evil, name: evil, dimensions: { [evil]: evil } };
    const chart = incidentChart(
      {
        metrics: [
          series({
            ...watched,
            stat: evil,
            points: Array.from({ length: 3000 }, (_, n) => ({ at: later(n - 2900), value: (-1) ** n / 3e-99 })),
          }),
        ],
      },
      [],
      incident({ alarm: { ...alarm, metrics: [watched] } }),
      [],
    );
    expect(Chart.safeParse(chart).success).toBe(true);
    const text = JSON.stringify(chart);
    expect(Buffer.byteLength(text)).toBeLessThan(8_000);
    expect(text).not.toMatch(/hunter22|\u202e|\\u0000/);
  });
});

describe('the unit of a chart', () => {
  it.each<[string, string, string, string | undefined, string]>([
    ['AWS/ECS', 'CPUUtilization', 'Average', undefined, 'percent'],
    ['AWS/RDS', 'FreeStorageSpace', 'Minimum', undefined, 'bytes'],
    ['AWS/RDS', 'WriteThroughput', 'Average', undefined, 'bytes-per-second'],
    ['AWS/RDS', 'WriteLatency', 'Average', undefined, 'seconds'],
    ['AWS/ApplicationELB', 'TargetResponseTime', 'p99', undefined, 'seconds'],
    ['AWS/Lambda', 'Duration', 'p99', undefined, 'milliseconds'],
    ['ApplicationSignals', 'Latency', 'p99', undefined, 'milliseconds'],
    ['Own', 'Latency', 'p99', undefined, 'count'],
    ['Own', 'Latency', 'p99', 'Seconds', 'seconds'],
    ['Own', 'cpu_utilization', 'Average', 'Count', 'count'],
    ['AWS/ECS', 'CPUUtilization', 'SampleCount', 'Percent', 'count'],
  ])('of %s %s (%s, %s) is %s', (namespace, name, stat, unit, expected) => {
    const about = { namespace, name, stat, dimensions: {}, periodSeconds: 60 };
    expect(chartUnit(unit === undefined ? about : { ...about, unit })).toBe(expected);
  });
});

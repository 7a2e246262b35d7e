import { describe, expect, it } from 'vitest';
import { isBad } from '../../../../core/evidence/chart/bad.ts';
import { chartChoice } from '../../../../core/evidence/chart/choice.ts';
import type { Measured } from '../../../../core/evidence/gathered.ts';
import { WantedMetric } from '../../../../core/evidence/wanted.ts';
import type { Alarm } from '../../../../core/incident/alarm.ts';
import { alarm, incident, later } from '../../../support/incident.ts';

const dimensions = { ClusterName: 'quay', ServiceName: 'basket' };
const measured = (name: string, change: Partial<Measured> = {}): Measured => ({
  namespace: 'AWS/ECS',
  name,
  dimensions,
  stat: 'Average',
  periodSeconds: 60,
  points: [{ at: later(-60), value: 50 }],
  ...change,
});
const wanted = (name: string, change: object = {}) =>
  WantedMetric.parse({ id: name.toLowerCase(), namespace: 'AWS/ECS', name, dimensions, ...change });
const watches = (...names: string[]): Partial<Alarm> => ({
  kind: 'metric',
  threshold: 85,
  reason: 'Threshold Crossed: 1 datapoint [91.0] was greater than or equal to the threshold (85.0).',
  metrics: names.map((name) => ({
    id: name,
    namespace: 'AWS/ECS',
    name,
    dimensions,
    stat: 'Average',
    periodSeconds: 60,
  })),
});
const chosen = (metrics: Measured[], asked: WantedMetric[], change: Partial<Alarm>) =>
  chartChoice(metrics, asked, incident({ alarm: { ...alarm, ...change } }));

describe('the series of the chart', () => {
  it("is the alarm's own, held against the alarm's threshold", () => {
    const own = measured('CPU');
    expect(chosen([measured('Memory'), own], [wanted('Memory')], watches('CPU'))).toEqual({
      measured: own,
      is: 'alarmed',
      limit: { value: 85, bad: 'above', inclusive: true, source: 'alarm' },
    });
  });

  it('is the one with the statistic of the alarm, where there are several', () => {
    const own = measured('CPU');
    expect(chosen([measured('CPU', { stat: 'Maximum' }), own], [], watches('CPU'))?.measured).toBe(own);
  });

  it.each<[string, Partial<Measured>, Partial<Alarm['metrics'][number]>]>([
    ['of another statistic', { stat: 'p99' }, {}],
    ['summed up over another time', { stat: 'Sum' }, { stat: 'Sum', periodSeconds: 300 }],
  ])("is not held against the alarm's threshold when it is %s, but against the runbook's", (_what, change, by) => {
    const own = watches('CPU');
    const alarmed = { ...own, metrics: (own.metrics ?? []).map((metric) => ({ ...metric, ...by })) };
    const asked = [wanted('CPU', { stat: change.stat, saturatedAbove: 90 })];
    expect(chosen([measured('CPU', change)], asked, alarmed)?.limit).toEqual({
      value: 90,
      bad: 'above',
      inclusive: false,
      source: 'runbook',
    });
  });

  it('is of an expression the first of its metrics that was read, never held against what the expression is', () => {
    const kind = { kind: 'metric-math' as const };
    expect(chosen([measured('Requests')], [], { ...watches('Errors', 'Requests'), ...kind })).toMatchObject({
      measured: { name: 'Requests' },
      is: 'input',
    });
    expect(chosen([measured('Requests')], [], { ...watches('Requests'), ...kind })?.limit).toBeUndefined();
  });

  it("is the runbook's nearest where the alarm's own was not read: one beyond its limit, else the first", () => {
    const asked = [wanted('Memory', { saturatedAbove: 90 }), wanted('Disk', { saturatedBelow: 60 })];
    const both = [measured('Memory'), measured('Disk')];
    expect(chosen(both, asked, watches('CPU'))).toMatchObject({
      measured: { name: 'Disk' },
      is: 'nearby',
      limit: { value: 60, bad: 'below', source: 'runbook' },
    });
    expect(chosen([measured('Memory')], asked, watches('CPU'))?.measured.name).toBe('Memory');
  });

  it('has the usual limit where nobody gave one, and none where there is none', () => {
    const cpu = [wanted('CPUUtilization')];
    expect(chosen([measured('CPUUtilization')], cpu, watches('X'))?.limit).toMatchObject({
      value: 90,
      source: 'usual',
    });
    expect(chosen([measured('Anything')], [wanted('Anything')], watches('X'))?.limit).toBeUndefined();
  });

  it('is none where nothing of the alarm or the runbook was read', () => {
    expect(chosen([measured('Other')], [wanted('Memory')], watches('CPU'))).toBeUndefined();
    expect(chosen([], [], { kind: 'composite', metrics: [] })).toBeUndefined();
  });

  it.each([
    ['was less than the threshold (85.0)', 50, 'below', false],
    ['were greater than the threshold (85.0)', 50, 'above', false],
    ['unchecked', 50, 'below', true],
    ['unchecked', 90, 'above', true],
  ])('knows the bad side by "%s" with a value of %d', (reason, value, bad, inclusive) => {
    const own = measured('CPU', { points: [{ at: later(-60), value }] });
    expect(chosen([own], [], { ...watches('CPU'), reason })?.limit).toMatchObject({ bad, inclusive });
  });
});

describe('a limit', () => {
  it.each([
    ['above', true, [84, 85, 86], [false, true, true]],
    ['above', false, [84, 85, 86], [false, false, true]],
    ['below', true, [84, 85, 86], [true, true, false]],
    ['below', false, [84, 85, 86], [true, false, false]],
  ] as const)('that is bad %s, the value itself %s', (bad, inclusive, values, expected) => {
    expect(values.map((value) => isBad({ value: 85, bad, inclusive, source: 'alarm' }, value))).toEqual(expected);
  });
});

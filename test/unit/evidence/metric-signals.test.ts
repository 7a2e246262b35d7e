import { describe, expect, it } from 'vitest';
import { metricFinding } from '../../../core/evidence/metric-signals.ts';
import { WantedMetric } from '../../../core/evidence/wanted.ts';
import { workload } from './objects.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 0, minute));
const series = (values: number[]) => ({ id: 'm', points: values.map((value, minute) => ({ at: at(minute), value })) });
const metric = (name: string, saturatedAbove?: number) =>
  WantedMetric.parse({
    id: 'm',
    namespace: 'N',
    name,
    dimensions: {},
    ...(saturatedAbove === undefined ? {} : { saturatedAbove }),
  });
const calm = Array.from({ length: 60 }, (_, minute) => 60 + (minute % 3));
const find = (name: string, values: number[], limit?: number) =>
  metricFinding(metric(name, limit), series(values), workload);

describe('metricFinding', () => {
  it('tells saturation and since when', () => {
    expect(find('pod_memory_utilization_over_pod_limit', [...calm, 96, 99, 98], 95)).toMatchObject({
      fact: 'memory_saturated',
      summary: 'pod_memory_utilization_over_pod_limit (Average) reached 99, limit 95',
      time: at(60).toISOString(),
      data: { metric: 'm', value: 99 },
    });
  });

  it('tells that probes of a gateway get no answer', () => {
    expect(find('GatewayProbeFailed', [...calm.map(() => 0), 1, 1], 0)).toMatchObject({
      fact: 'gateway_probe_failed',
      time: at(60).toISOString(),
    });
  });

  it.each([
    ['FreeStorageSpace', 'storage_saturated'],
    ['FreeableMemory', 'memory_saturated'],
    ['BurstBalance', 'metric_saturated'],
  ])('tells that %s, which must not run low, did', (name, fact) => {
    const wanted = { ...metric(name), saturatedBelow: 50 };
    expect(metricFinding(wanted, series([...calm, 49, 4, 12]), workload)).toMatchObject({
      fact,
      summary: `${name} (Average) fell to 4, limit 50`,
      time: at(60).toISOString(),
      data: { metric: 'm', value: 4 },
    });
    expect(metricFinding(wanted, series([...calm, 60, 61]), workload)).toBeUndefined();
  });

  it('says many bytes in GiB, and keeps the exact value beside it', () => {
    const wanted = { ...metric('FreeStorageSpace'), saturatedBelow: 10 * 2 ** 30 };
    expect(metricFinding(wanted, series([...calm.map(() => 2 ** 34), 2 ** 32]), workload)).toMatchObject({
      summary: 'FreeStorageSpace (Average) fell to 4 GiB, limit 10 GiB',
      data: { value: 4_294_967_296 },
    });
  });

  it('tells throttled requests by a single one', () => {
    const none = calm.map(() => 0);
    expect(find('Throttles', [...none, 1], 0)).toMatchObject({ fact: 'requests_throttled' });
    expect(find('Throttles', none, 0)).toBeUndefined();
  });

  it('sees one run of symptoms across single calm points, and not the run before it', () => {
    const values = [...calm, 99, 60, 61, 60, 60, 99, 60, 99];
    expect(find('Latency', values, 95)).toMatchObject({ fact: 'latency_high', time: at(65).toISOString() });
  });

  it.each([
    [
      'a rise',
      [...calm, ...Array.from({ length: 15 }, () => 90)],
      'pod_number_of_container_restarts',
      'restarts_rising',
    ],
    [
      'a fall',
      [...calm, ...Array.from({ length: 15 }, () => 20)],
      'pod_number_of_container_restarts',
      'metric_shifted',
    ],
    ['a rise', [...calm, ...Array.from({ length: 15 }, () => 90)], 'HTTPCode_Target_5XX_Count', 'errors_high'],
    ['a rise of anything else', [...calm, ...Array.from({ length: 15 }, () => 90)], 'Requests', 'metric_shifted'],
  ])('tells %s against the level before', (_what, values, name, fact) => {
    expect(find(name, values)).toMatchObject({ fact, time: at(60).toISOString() });
  });

  it('calls a count that has stood still for a while history', () => {
    const once = [...calm.map(() => 0), ...Array.from({ length: 40 }, () => 1)];
    expect(find('pod_number_of_container_restarts', once)).toMatchObject({ fact: 'metric_shifted' });
    expect(find('pod_number_of_container_restarts', once.slice(0, -28))).toMatchObject({ fact: 'restarts_rising' });
  });

  it.each([
    ['a calm series', calm, 95],
    [
      'a flat series with a small wobble',
      [...Array.from({ length: 60 }, () => 100), ...Array.from({ length: 15 }, () => 108)],
      undefined,
    ],
    ['too few points to know what is usual', [1, 1, 1, 50, 50], undefined],
    ['an old peak', [99, ...calm], 95],
    ['no points', [], 95],
  ])('says nothing about %s', (_what, values, limit) => {
    expect(find('Requests', values, limit)).toBeUndefined();
  });
});

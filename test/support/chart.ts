import type { Chart } from '../../core/evidence/chart/chart.ts';
import type { Judged } from '../../core/remediation/judged.ts';
import { later } from './incident.ts';

/** Memory of a container, fine until five minutes before the alarm, with a gap of five minutes. */
export const chart = (change: Partial<Chart> = {}): Chart => ({
  name: 'pod_memory_utilization_over_pod_limit',
  stat: 'Maximum',
  of: 'ContainerInsights ClusterName=harbor Namespace=checkout PodName=payments-api',
  is: 'nearby',
  unit: 'percent',
  periodSeconds: 60,
  from: later(-3600).toISOString(),
  to: later(60).toISOString(),
  limit: { value: 95, bad: 'above', inclusive: false, source: 'runbook' },
  points: Array.from({ length: 61 }, (_, n): [number, number | null] => [
    60 * n,
    n >= 20 && n < 25 ? null : n < 55 ? 60 + (n % 4) : 97 + (n % 3),
  ]),
  ...change,
});

/** A latency that was bad before the change and is good after it. */
export const judged: Judged = {
  executedAt: later(120).toISOString(),
  charts: [
    {
      id: 'p99',
      chart: chart({
        name: 'Latency',
        stat: 'p99',
        is: 'expected',
        unit: 'milliseconds',
        from: later(-1680).toISOString(),
        to: later(720).toISOString(),
        limit: { value: 200, bad: 'above', inclusive: true, source: 'expected' },
        points: Array.from({ length: 40 }, (_, n): [number, number] => [60 * n, n > 24 && n < 31 ? 1800 + n : 140]),
      }),
    },
    { id: 'running', chart: chart({ name: 'pod_status_running', is: 'expected', unit: 'count' }) },
  ],
};

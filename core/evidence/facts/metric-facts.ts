import type { FactRows } from './row.ts';

/** What series show. */
export const metricFacts = {
  memory_saturated: { kind: 'metric', strength: 0.7, tells: 'symptom' },
  cpu_saturated: { kind: 'metric', strength: 0.7, tells: 'symptom' },
  storage_saturated: { kind: 'metric', strength: 0.8, tells: 'symptom' },
  requests_throttled: { kind: 'metric', strength: 0.8, tells: 'symptom' },
  latency_high: { kind: 'metric', strength: 0.5, tells: 'symptom' },
  gateway_probe_failed: { kind: 'metric', strength: 0.9, tells: 'symptom' },
  errors_high: { kind: 'metric', strength: 0.6, tells: 'symptom' },
  metric_saturated: { kind: 'metric', strength: 0.6, tells: 'symptom' },
  restarts_rising: { kind: 'metric', strength: 0.6, tells: 'symptom' },
  alarmed_metric_normal: { kind: 'metric', strength: 0.2, tells: 'well' },
  metric_interrupted: { kind: 'metric', strength: 0.3, tells: 'context' },
  metric_shifted: { kind: 'metric', strength: 0.4, tells: 'context' },
} as const satisfies FactRows;

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Meter } from './effects.ts';

/** Embedded metrics (EMF) of a function: log lines that CloudWatch turns into metrics, no call is made. */
export const createMetrics = (service: string): Metrics =>
  new Metrics({ namespace: 'SovereignOps', serviceName: service });

/** The port over Powertools. */
export const meterTo = (metrics: Pick<Metrics, 'addMetric'>): Meter => ({
  count: (name, value = 1) => void metrics.addMetric(name, MetricUnit.Count, value),
  seconds: (name, value) => void metrics.addMetric(name, MetricUnit.Seconds, value),
});

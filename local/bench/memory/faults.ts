import type { Fact } from '../../../core/evidence/facts.ts';

/** What a cause shows, and how often: the facts at the resource, those at a neighbor, and what programs print. */
export type Fault = {
  category: string;
  /** How often among the faults of its runbook, relative to the others. */
  share: number;
  self: Partial<Record<Fact, number>>;
  neighbor: Partial<Record<Fact, number>>;
  /** Templates of this cause; each service has its own of some of them. */
  prints: readonly string[];
};

/** Made up, after what these faults look like in general: several causes under one alarm, with shared symptoms. */
export const faults: Readonly<Record<string, readonly Fault[]>> = {
  'latency-high': [
    {
      category: 'pod_cpu_overload',
      share: 4,
      self: { latency_high: 0.95, cpu_saturated: 0.9, autoscaler_at_max: 0.4, errors_high: 0.2 },
      neighbor: { service_slow: 0.3 },
      prints: ['worker queue is full', 'deadline exceeded after <*>'],
    },
    {
      category: 'bad_deployment',
      share: 3,
      self: { latency_high: 0.7, errors_high: 0.9, deployment_started: 0.85, log_error: 0.9 },
      neighbor: { service_failing: 0.3 },
      prints: ['no such column <*>', 'cannot read property <*>', 'unexpected token in <*>'],
    },
    {
      category: 'db_connection_exhaustion',
      share: 2,
      self: { latency_high: 0.9, errors_high: 0.6, log_error: 0.9 },
      neighbor: { rds_connections_exhausted: 0.8, service_slow: 0.4 },
      prints: ['timeout waiting for a connection from the pool', 'remaining connection slots are reserved'],
    },
    {
      category: 'request_overload',
      share: 3,
      self: { latency_high: 0.9, requests_throttled: 0.6, cpu_saturated: 0.4, metric_shifted: 0.8 },
      neighbor: { service_overloaded: 0.5 },
      prints: ['too many requests from <*>'],
    },
  ],
  'containers-restart': [
    {
      category: 'oom_killed',
      share: 4,
      self: { oom_killed: 0.9, memory_saturated: 0.8, restarts_rising: 0.9, crash_loop: 0.3, log_out_of_memory: 0.3 },
      neighbor: {},
      prints: ['java heap space', 'allocation of <*> bytes failed'],
    },
    {
      category: 'liveness_probe_incorrect_timing',
      share: 2,
      self: { liveness_failing: 0.95, restarts_rising: 0.9, crash_loop: 0.3, cpu_saturated: 0.2 },
      neighbor: {},
      prints: ['shutting down before start-up was complete'],
    },
    {
      category: 'bad_deployment',
      share: 3,
      self: { crash_loop: 0.8, container_failed: 0.7, deployment_started: 0.85, restarts_rising: 0.9, log_error: 0.8 },
      neighbor: {},
      prints: ['missing required setting <*>', 'module <*> was not found'],
    },
  ],
};

/** What is there whatever the cause. */
export const noise: readonly Fact[] = [
  'log_error',
  'metric_shifted',
  'errors_high',
  'memory_saturated',
  'cpu_saturated',
  'readiness_failing',
  'deployment_started',
  'latency_high',
  'restarts_rising',
  'service_slow',
];
export const services = ['harbor', 'ledger', 'basket', 'quay', 'tariff', 'courier', 'catalog', 'invoice'] as const;

import type { Resource } from '../incident/resource.ts';
import type { Signal, signalKinds } from './signal.ts';

type Row = {
  kind: (typeof signalKinds)[number];
  /** 0 (hint) to 1 (proof): how much this fact alone says about a cause. Decides what stays within the budget. */
  strength: number;
  /** `symptom`: something is wrong. `context`: worth knowing, wrong or not. `well`: this part is seen to work. */
  tells: 'symptom' | 'context' | 'well';
};

/** Every fact that evidence can yield. A new fact is a row here and a row in the table that finds it. */
export const facts = {
  oom_kill_alarm: { kind: 'alarm', strength: 0.8, tells: 'symptom' },
  alarm_fired: { kind: 'alarm', strength: 0.4, tells: 'context' },
  alarm_ok: { kind: 'alarm', strength: 0.4, tells: 'context' },

  oom_killed: { kind: 'state', strength: 1, tells: 'symptom' },
  image_not_found: { kind: 'state', strength: 1, tells: 'symptom' },
  image_pull_denied: { kind: 'state', strength: 1, tells: 'symptom' },
  image_registry_unresolved: { kind: 'state', strength: 1, tells: 'symptom' },
  image_pull_failed: { kind: 'state', strength: 0.8, tells: 'symptom' },
  secret_missing: { kind: 'state', strength: 1, tells: 'symptom' },
  container_config_failed: { kind: 'state', strength: 0.8, tells: 'symptom' },
  service_account_missing: { kind: 'state', strength: 1, tells: 'symptom' },
  quota_exceeded: { kind: 'state', strength: 0.9, tells: 'symptom' },
  insufficient_cpu: { kind: 'state', strength: 0.9, tells: 'symptom' },
  insufficient_memory: { kind: 'state', strength: 0.9, tells: 'symptom' },
  unschedulable: { kind: 'state', strength: 0.8, tells: 'symptom' },
  replicas_zero: { kind: 'state', strength: 0.9, tells: 'symptom' },
  crash_loop: { kind: 'state', strength: 0.8, tells: 'symptom' },
  container_failed: { kind: 'state', strength: 0.6, tells: 'symptom' },
  liveness_failing: { kind: 'state', strength: 0.6, tells: 'symptom' },
  readiness_failing: { kind: 'state', strength: 0.5, tells: 'symptom' },
  tasks_failed: { kind: 'state', strength: 0.6, tells: 'symptom' },
  replicas_unavailable: { kind: 'state', strength: 0.5, tells: 'symptom' },
  autoscaler_at_max: { kind: 'state', strength: 0.4, tells: 'context' },
  autoscaler_bounds: { kind: 'state', strength: 0.2, tells: 'context' },
  workload_ready: { kind: 'state', strength: 0.2, tells: 'well' },

  memory_saturated: { kind: 'metric', strength: 0.7, tells: 'symptom' },
  cpu_saturated: { kind: 'metric', strength: 0.7, tells: 'symptom' },
  storage_saturated: { kind: 'metric', strength: 0.8, tells: 'symptom' },
  requests_throttled: { kind: 'metric', strength: 0.8, tells: 'symptom' },
  latency_high: { kind: 'metric', strength: 0.5, tells: 'symptom' },
  gateway_probe_failed: { kind: 'metric', strength: 0.9, tells: 'symptom' },
  errors_high: { kind: 'metric', strength: 0.6, tells: 'symptom' },
  metric_saturated: { kind: 'metric', strength: 0.6, tells: 'symptom' },
  restarts_rising: { kind: 'metric', strength: 0.6, tells: 'symptom' },
  metric_shifted: { kind: 'metric', strength: 0.4, tells: 'context' },

  deployment_started: { kind: 'change', strength: 0.7, tells: 'context' },

  log_out_of_memory: { kind: 'log', strength: 0.7, tells: 'symptom' },
  log_connection_refused: { kind: 'log', strength: 0.5, tells: 'symptom' },
  log_error: { kind: 'log', strength: 0.4, tells: 'context' },

  injection: { kind: 'injection', strength: 0.9, tells: 'context' },
} as const satisfies Record<string, Row>;
export type Fact = keyof typeof facts;

/** One fact as found, before it has an id. Its texts are still as they came from outside: `pack` screens them. */
export type Finding = {
  fact: Fact;
  summary: string;
  resource: Resource;
  time?: string;
  data: Signal['data'];
};

const tells = (fact: string, what: Row['tells']): boolean =>
  Object.entries(facts).some(([name, row]) => name === fact && row.tells === what);

/** True when the fact says that something is wrong. */
export const isSymptom = (fact: string): boolean => tells(fact, 'symptom');

import { alarmPeriodSeconds } from './alarms.ts';
import type { App } from './app.ts';
import type { AlarmFacts } from './state-change.ts';

/** Containers that are killed for memory: one kill is enough. */
export const appAlarm = ({ spec }: App): AlarmFacts => ({
  ...spec.alarm,
  description: `Containers of ${spec.name} are killed for memory`,
  threshold: 0,
  bad: 2,
  good: 0,
  statistic: 'Maximum',
  periodSeconds: alarmPeriodSeconds,
  datapoints: 1,
  metrics: [
    {
      namespace: 'ContainerInsights',
      name: 'pod_container_status_terminated_reason_oom_killed',
      dimensions: { ClusterName: spec.cluster, Namespace: spec.namespace, PodName: spec.name },
    },
  ],
});

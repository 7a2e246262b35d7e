import { alarmPeriodSeconds } from './alarms.ts';
import type { App } from './app.ts';
import { type AlarmFacts, stateChange } from './state-change.ts';

const oomAlarm = ({ spec }: App): AlarmFacts => ({
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

/** The event EventBridge delivers when the alarm of an app changes its state. */
export const alarmEvent = (app: App, state: 'ALARM' | 'OK', at: Date): Record<string, unknown> =>
  stateChange(oomAlarm(app), state, at);

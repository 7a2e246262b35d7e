import { alarmChange } from './alarm-change.ts';
import { alarmPeriodSeconds } from './alarms.ts';
import type { App } from './app.ts';

/** The event EventBridge delivers when the alarm of an app changes its state. */
export const alarmEvent = ({ spec }: App, state: 'ALARM' | 'OK', at: Date): Record<string, unknown> =>
  alarmChange(
    {
      ...spec.alarm,
      description: `Containers of ${spec.name} are killed for memory`,
      metric: {
        namespace: 'ContainerInsights',
        name: 'pod_container_status_terminated_reason_oom_killed',
        dimensions: { ClusterName: spec.cluster, Namespace: spec.namespace, PodName: spec.name },
      },
      stat: 'Maximum',
      periodSeconds: alarmPeriodSeconds,
      threshold: 0,
      alarmsWhen: 'greater',
      values: { ALARM: 2, OK: 0 },
    },
    state,
    at,
  );

import { alarmPeriodSeconds } from './alarms.ts';
import type { App } from './app.ts';
import { uid } from './names.ts';

/** CloudWatch writes state times with an offset, EventBridge in whole seconds. */
const stateTime = (at: Date): string => at.toISOString().replace('Z', '+0000');
const eventTime = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The event EventBridge delivers when the alarm of an app changes its state. */
export const alarmEvent = (app: App, state: 'ALARM' | 'OK', at: Date): Record<string, unknown> => {
  const { name, account, region } = app.spec.alarm;
  const other = state === 'ALARM' ? 'OK' : 'ALARM';
  const value = state === 'ALARM' ? 2 : 0;
  const crossed = state === 'ALARM' ? 'was greater than the threshold' : 'was not greater than the threshold';
  const before = new Date(at.getTime() - 600_000);
  return {
    version: '0',
    id: uid(`${name} ${state} ${at.toISOString()}`),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: eventTime(at),
    region,
    resources: [`arn:aws:cloudwatch:${region}:${account}:alarm:${name}`],
    detail: {
      alarmName: name,
      state: {
        value: state,
        reason: `Threshold Crossed: 1 out of the last 1 datapoints [${value}.0] ${crossed} (0.0).`,
        reasonData: JSON.stringify({
          version: '1.0',
          queryDate: stateTime(at),
          statistic: 'Maximum',
          period: alarmPeriodSeconds,
          recentDatapoints: [value],
          threshold: 0,
        }),
        timestamp: stateTime(at),
      },
      previousState: { value: other, reason: 'Threshold Crossed', timestamp: stateTime(before) },
      configuration: {
        description: `Containers of ${app.spec.name} are killed for memory`,
        metrics: [
          {
            id: uid(`${name} metric`),
            metricStat: {
              metric: {
                namespace: 'ContainerInsights',
                name: 'pod_container_status_terminated_reason_oom_killed',
                dimensions: { ClusterName: app.spec.cluster, Namespace: app.spec.namespace, PodName: app.spec.name },
              },
              period: alarmPeriodSeconds,
              stat: 'Maximum',
            },
            returnData: true,
          },
        ],
      },
    },
  };
};

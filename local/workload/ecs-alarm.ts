import { alarmPeriodSeconds, alarmStateAt } from './alarms.ts';
import { cpuAt, failsAt, p99SecondsAt, type SimulatedService } from './ecs-service.ts';
import type { AlarmFacts } from './state-change.ts';

const cpuThreshold = 85;
/** Seconds. */
const p99Threshold = 1;

/** The state of the alarm of a service at `t`. */
export const ecsAlarmAt = (service: SimulatedService, t: Date): 'ALARM' | 'OK' => {
  const bad = {
    cpu: (at: Date): boolean => cpuAt(service, at) > cpuThreshold,
    errors: (at: Date): boolean => failsAt(service, at),
    latency: (at: Date): boolean => p99SecondsAt(service, at) > p99Threshold,
  };
  return alarmStateAt(bad[service.spec.alarm.watches], t);
};

/** CPU above 85 % for ten minutes, more than 5 % failed requests for three, or a p99 above a second for five. */
export const ecsAlarm = ({ spec }: SimulatedService): AlarmFacts => {
  const { account, region, cluster, name, loadBalancer, targetGroup } = spec;
  const about = { name: spec.alarm.name, account, region, periodSeconds: alarmPeriodSeconds };
  if (spec.alarm.watches === 'cpu') {
    return {
      ...about,
      description: `CPU of ${name} above ${cpuThreshold} % for 10 minutes`,
      threshold: cpuThreshold,
      bad: 92.1,
      good: 61.3,
      statistic: 'Average',
      datapoints: 10,
      metrics: [
        {
          namespace: 'AWS/ECS',
          name: 'CPUUtilization',
          dimensions: { ClusterName: cluster, ServiceName: name },
        },
      ],
    };
  }
  const metric = {
    namespace: 'AWS/ApplicationELB',
    dimensions: { LoadBalancer: loadBalancer, TargetGroup: targetGroup },
  };
  if (spec.alarm.watches === 'latency') {
    return {
      ...about,
      description: `1 of 100 requests to ${name} takes more than ${p99Threshold} s`,
      threshold: p99Threshold,
      bad: 2.17,
      good: 0.47,
      statistic: 'p99',
      datapoints: 5,
      metrics: [{ name: 'TargetResponseTime', ...metric }],
    };
  }
  return {
    ...about,
    description: `More than 5 % of the requests to ${name} fail`,
    threshold: 5,
    bad: 19,
    good: 0,
    statistic: 'Sum',
    datapoints: 3,
    metrics: [
      { id: 'errors', name: 'HTTPCode_Target_5XX_Count', ...metric },
      { id: 'requests', name: 'RequestCount', ...metric },
    ],
    expression: '100 * FILL(errors, 0) / requests',
  };
};

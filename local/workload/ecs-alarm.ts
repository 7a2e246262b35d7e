import { alarmPeriodSeconds, alarmStateAt } from './alarms.ts';
import { cpuAt, failsAt, type SimulatedService } from './ecs-service.ts';
import type { AlarmFacts } from './state-change.ts';

const cpuThreshold = 85;

/** The state of the alarm of a service at `t`. */
export const ecsAlarmAt = (service: SimulatedService, t: Date): 'ALARM' | 'OK' => {
  const bad = (at: Date): boolean =>
    service.spec.alarm.watches === 'cpu' ? cpuAt(service, at) > cpuThreshold : failsAt(service, at);
  return alarmStateAt(bad, t);
};

/** CPU above 85 % for ten minutes, or more than 5 % failed requests for three. */
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

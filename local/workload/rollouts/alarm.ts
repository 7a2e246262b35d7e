import { alarmPeriodSeconds, alarmStateAt } from '../alarms.ts';
import type { AlarmFacts } from '../state-change.ts';
import { imagePullsFailing, mostRestarts, pendingPods, requestsAt, unavailablePods } from './metrics.ts';
import type { Rollout, Watched } from './rollout.ts';

type Row = {
  metric: string;
  says(name: string): string;
  value(rollout: Rollout, t: Date): number;
  /** It is in ALARM above this, or from this on. */
  threshold: number;
  from?: boolean;
  statistic: AlarmFacts['statistic'];
  datapoints: number;
};

const rows: Readonly<Record<Watched, Row>> = {
  'image-pulls': {
    metric: 'pod_container_status_waiting_reason_image_pull_error',
    says: (name) => `Containers of ${name} cannot pull their image`,
    value: imagePullsFailing,
    threshold: 0,
    statistic: 'Maximum',
    datapoints: 3,
  },
  pending: {
    metric: 'pod_status_pending',
    says: (name) => `Pods of ${name} are pending for 5 minutes`,
    value: pendingPods,
    threshold: 0,
    statistic: 'Maximum',
    datapoints: 5,
  },
  unavailable: {
    metric: 'status_replicas_unavailable',
    says: (name) => `Replicas of ${name} are unavailable for 5 minutes`,
    value: unavailablePods,
    threshold: 0,
    statistic: 'Maximum',
    datapoints: 5,
  },
  restarts: {
    metric: 'pod_number_of_container_restarts',
    says: (name) => `A container of ${name} was restarted`,
    value: mostRestarts,
    threshold: 1,
    from: true,
    statistic: 'Maximum',
    datapoints: 1,
  },
  errors: {
    metric: 'HTTPCode_Target_5XX_Count',
    says: (name) => `More than 30 requests a minute to ${name} fail`,
    value: (rollout, t) => requestsAt(rollout, t).failed,
    threshold: 30,
    statistic: 'Sum',
    datapoints: 3,
  },
};

const isBad = ({ threshold, from = false }: Row, value: number): boolean =>
  from ? value >= threshold : value > threshold;

/** The state of the alarm of a Deployment at `t`. */
export const rolloutAlarmAt = (rollout: Rollout, t: Date): 'ALARM' | 'OK' => {
  const row = rows[rollout.spec.alarm.watches];
  return alarmStateAt((at) => isBad(row, row.value(rollout, at)), t);
};

/** What the alarm of a Deployment watches, with the value it has at `at`. */
export const rolloutAlarm = (rollout: Rollout, at: Date): AlarmFacts => {
  const { spec } = rollout;
  const { watches, name, account, region } = spec.alarm;
  const { metric, says, value, threshold, from, statistic, datapoints } = rows[watches];
  const found = value(rollout, at);
  const watched =
    watches === 'errors' && spec.targets !== undefined
      ? {
          namespace: 'AWS/ApplicationELB',
          dimensions: { LoadBalancer: spec.targets.loadBalancer, TargetGroup: spec.targets.targetGroup },
        }
      : {
          namespace: 'ContainerInsights',
          dimensions: { ClusterName: spec.cluster, Namespace: spec.namespace, PodName: spec.name },
        };
  const windows = ['1h', '5m', '6h', '30m'].map((window) => `ALARM("${name}-${window}")`);
  const [hour, minutes, hours, half] = windows;
  return {
    ...(spec.alarm.slo === true ? { rule: `(${hour} AND ${minutes}) OR (${hours} AND ${half})` } : {}),
    name,
    account,
    region,
    description: says(spec.name),
    threshold,
    ...(from === true ? { alarmsWhen: 'greater than or equal', wentFrom: 'INSUFFICIENT_DATA' } : {}),
    bad: found,
    good: found,
    statistic,
    periodSeconds: alarmPeriodSeconds,
    datapoints,
    metrics: [{ ...watched, name: metric }],
  };
};

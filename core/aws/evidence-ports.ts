import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { EvidencePorts } from '../evidence/gather/gather.ts';
import type { Clock } from '../runtime/effects.ts';
import type { Cluster } from '../runtime/function-env.ts';
import { cloudWatchAlarmHistory } from './alarm-history.ts';
import type { Pause } from './changes.ts';
import type { ClientConfig } from './client-config.ts';
import { lazyEcsReader } from './ecs-lazily.ts';
import { eksReader } from './eks.ts';
import { lazyCallGraph, lazyChanges, lazyDatabaseObserver, lazyStoppedTasks } from './evidence-lazily.ts';
import { cloudWatchLogs } from './logs.ts';
import { cloudWatchMetrics } from './metrics.ts';

export type EvidenceConfig = {
  client: ClientConfig;
  cluster: Cluster | undefined;
  now: Clock;
  pause: Pause;
  /** What the deployment has switched on besides. */
  reads: { cloudTrail: boolean; rds: boolean; xRay: boolean };
};

/** What evidence is read from: always CloudWatch, the cluster and ECS, the others as the deployment says. */
export const evidencePorts = ({ client, cluster, now, pause, reads }: EvidenceConfig): EvidencePorts => {
  const cloudWatch = new CloudWatchClient(client);
  return {
    metrics: cloudWatchMetrics(cloudWatch),
    alarmHistory: cloudWatchAlarmHistory(cloudWatch),
    logs: cloudWatchLogs(new CloudWatchLogsClient(client)),
    kubernetes: eksReader(cluster, { ...client, now }),
    ecs: lazyEcsReader(client),
    stoppedTasks: lazyStoppedTasks(client),
    ...(reads.cloudTrail ? { changes: lazyChanges(client, pause) } : {}),
    ...(reads.rds ? { databases: lazyDatabaseObserver(client) } : {}),
    ...(reads.xRay ? { callGraph: lazyCallGraph(client) } : {}),
  };
};

import type { Resource } from '../incident/resource.ts';

/** Ports that only read. Each call is bounded by its adapter in time, pages and bytes. */
export type Period = { from: Date; to: Date };

export type MetricQuery = {
  id: string;
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  /** `Average`, `Maximum`, `Sum`, `p99` ... */
  stat: string;
  periodSeconds: number;
};
/** Ascending in time; a period without data is absent. `earlier`: the points of the period to compare with. */
export type Series = {
  id: string;
  points: { at: Date; value: number }[];
  earlier?: { at: Date; value: number }[];
};
export type MetricReader = {
  /** In one request, also where an earlier period is read to compare with. */
  read(queries: readonly MetricQuery[], period: Period, comparedWith?: Period): Promise<Series[]>;
};

export type AlarmReader = { state(alarmName: string): Promise<'ALARM' | 'OK' | 'INSUFFICIENT_DATA' | 'missing'> };

export type LogLine = { at: Date; group?: string; stream: string; message: string };
export type LogReader = {
  /**
   * Newest last; `complete` is false when the limit cut: then about half of the lines are the newest and the others a sample
   * of the rest of the period. `filter` is a CloudWatch Logs filter pattern.
   */
  search(query: { group: string; filter?: string; limit: number } & Period): Promise<{
    lines: LogLine[];
    complete: boolean;
  }>;
};

/** A Kubernetes object as the API server returns it; every use parses what it needs. */
export type KubernetesObject = Record<string, unknown>;
export type KubernetesReader = {
  get(target: Resource): Promise<KubernetesObject | undefined>;
  /** The namespace says nothing for a kind that has none. */
  list(kind: string, namespace: string): Promise<KubernetesObject[]>;
};

/** The part of an ECS service that evidence and actions read. */
export type EcsService = {
  cluster: string;
  service: string;
  /** `ACTIVE`, `DRAINING` or `INACTIVE`. */
  status: string;
  /** `REPLICA`, or `DAEMON`, which has one task on each instance and no count of its own. */
  scheduling: string;
  desiredCount: number;
  runningCount: number;
  pendingCount: number;
  /** The ARN of the task definition that the service is to run; null where another deployment controller keeps it. */
  taskDefinition: string | null;
  /** `PRIMARY` is the one it goes to, `ACTIVE` those it comes from; when each began, and its failed tasks in a row. */
  deployments: readonly { status: string; taskDefinition: string; createdAt: Date; failedTasks: number }[];
};
/** Undefined when there is no such service or no such cluster. */
export type EcsReader = { service(cluster: string, service: string): Promise<EcsService | undefined> };

import * as z from 'zod';
import { fillRecord, type Values } from '../incident/placeholders.ts';
import type { MetricQuery } from './ports.ts';
import { Slo } from './slo.ts';

const text = z.string().min(1).max(256);

/** A metric a runbook wants to be read. Its dimensions may hold placeholders. */
export const WantedMetric = z.strictObject({
  id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
  namespace: text,
  name: text,
  dimensions: z.record(z.string(), text),
  stat: text.default('Average'),
  periodSeconds: z.int().positive().default(60),
  /** The value beyond which the metric is a symptom; `limit` for saturation is 100 where the unit is percent. */
  saturatedAbove: z.number().optional(),
  /** The same for what must not run low, such as free space. */
  saturatedBelow: z.number().optional(),
});
export type WantedMetric = z.infer<typeof WantedMetric>;

/** A log group a runbook wants to be read, both texts with placeholders. */
export const WantedLog = z.strictObject({ group: text, filter: text.optional() });
export type WantedLog = z.infer<typeof WantedLog>;

/** A name costs a call or two, and CloudTrail takes two calls a second. */
const mostChangedNames = 5;
/** A primary with its replicas. */
const mostDatabases = 5;

/** Everything a runbook wants to be read about an alarm. */
export const Wanted = z.strictObject({
  metrics: z.array(WantedMetric).default([]),
  logs: z.array(WantedLog).default([]),
  /** Kubernetes kinds to list in the resource's namespace, or in the cluster for those that have none. */
  kubernetes: z.array(text).default([]),
  /** ECS services to look at, as `cluster/service`, with placeholders. */
  ecs: z.array(text).default([]),
  /** Why tasks of these services were stopped, too. */
  stoppedTasks: z.boolean().default(false),
  /** How often the alarm changed its state within the last day. */
  alarmHistory: z.boolean().default(true),
  /** Names of this and of neighboring resources whose changes are looked up, or of APIs such as `ecs.amazonaws.com`. */
  changes: z.array(text).max(mostChangedNames).default([]),
  /** RDS instances: what they report, and what loads them. */
  databases: z.array(text).max(mostDatabases).default([]),
  /** Who calls whom, and how well that goes. */
  callGraph: z.boolean().default(false),
  /** The objective whose error budget people are shown. */
  slo: Slo.optional(),
});
export type Wanted = z.infer<typeof Wanted>;

/** The queries for wanted metrics, and why some have none: a placeholder without a value. */
export const wantedQueries = (
  wanted: readonly WantedMetric[],
  values: Values,
): { queries: MetricQuery[]; gaps: string[] } => {
  const gaps: string[] = [];
  const queries: MetricQuery[] = [];
  for (const { id, namespace, name, dimensions, stat, periodSeconds } of wanted) {
    const filled = fillRecord(dimensions, values);
    if (filled.kind === 'unfilled') gaps.push(`metric ${id}: ${filled.reason}`);
    else queries.push({ id, namespace, name, dimensions: filled.value, stat, periodSeconds });
  }
  return { queries, gaps };
};

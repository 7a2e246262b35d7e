import type { RuntimeFinding } from '../incident/runtime-security/finding.ts';
import type { Counts } from './error-budget.ts';
import type { EcsService, KubernetesObject, LogLine } from './ports.ts';

/** One series as a source gave it, in order of time; a period without data is absent from `points`. */
export type Measured = {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Maximum`, `Sum`, `p99` ... */
  stat: string;
  unit?: string;
  periodSeconds: number;
  points: readonly { at: Date; value: number }[];
  /** The same hours of the day before, where they were read: what is usual at that time of day. */
  yesterday?: readonly { at: Date; value: number }[];
};

/** Somebody changed something: an event of CloudTrail. */
export type Change = {
  id: string;
  at: Date;
  /** `UpdateService`, `PutParameter` ... and the service it was sent to. */
  name: string;
  source: string;
  by: string;
  resources: readonly { type?: string; name: string }[];
  /** What was asked for, as the record holds it; foreign like everything here. */
  parameters?: unknown;
};

/** Who calls whom. */
export type Topology = { services: readonly string[]; edges: readonly { from: string; to: string }[] };

/** The result of an active check, made by whoever recorded it. */
export type Probe =
  | {
      check: 'connectivity';
      service: string;
      namespace: string;
      port: number;
      result: 'succeeded' | 'failed' | 'partial' | 'unknown';
      detail?: string;
    }
  | { check: 'node-service'; node: string; service: string; active: boolean | null; detail: string }
  | { check: 'container-logs'; pod: string; namespace: string; result: 'failed'; detail?: string };

/** Everything that was read about an incident, before anything is concluded from it. */
export type Gathered = {
  metrics: readonly Measured[];
  logs: readonly LogLine[];
  changes: readonly Change[];
  /** Kubernetes objects of any kind and namespace; each says its kind. */
  objects: readonly KubernetesObject[];
  ecs: readonly EcsService[];
  /** Responses of read calls by `service:Operation`, as the API gives them. */
  described: Readonly<Record<string, unknown>>;
  /** What rules found in the events of agents: the timeline of an attack. */
  runtime: readonly RuntimeFinding[];
  topology?: Topology;
  /** What the objective of the runbook counts; a bundle does not hold it. */
  counts?: Counts;
  probes: readonly Probe[];
  /** What could not be read, and why: one line each. */
  gaps: readonly string[];
};

/** Nothing was read. */
export const nothing: Gathered = {
  metrics: [],
  logs: [],
  changes: [],
  objects: [],
  ecs: [],
  described: {},
  runtime: [],
  probes: [],
  gaps: [],
};

import type { EcsReader } from '../../evidence/ports.ts';

/** A task definition: its ARN, its state and everything in it that can be registered again. */
export type TaskDefinition = {
  arn: string;
  family: string;
  revision: number;
  active: boolean;
  /** The input of a registration as the API gives it: no ARN, no revision, no dates, no tags. */
  content: Record<string, unknown>;
};

/** Reads services and their task definitions. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`. */
export type EcsServiceReader = EcsReader & {
  /** By ARN or `family:revision`; undefined when there is none. */
  taskDefinition(name: string): Promise<TaskDefinition | undefined>;
  /** ARNs of the active revisions of a family, the newest first, at most 100. */
  revisions(family: string): Promise<string[]>;
};

/**
 * Changes services; each call once, never repeated. Throws `PreconditionFailed` (refused, nothing changed),
 * `NotPermitted`, or `ProviderUnavailable` when the outcome is not known.
 */
export type EcsServiceWriter = EcsServiceReader & {
  setDesiredCount(cluster: string, service: string, count: number): Promise<void>;
  setTaskDefinition(cluster: string, service: string, arn: string): Promise<void>;
  /** A further revision of the family with this content, as it was stored; changes no service. */
  register(content: Record<string, unknown>): Promise<TaskDefinition>;
};

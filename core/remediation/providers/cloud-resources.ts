import type { JsonPatchOperation } from './kubernetes.ts';

/** Reads resources by their CloudFormation type. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`. */
export type CloudResourceReader = {
  /** The properties as Cloud Control gives them; undefined when there is no such resource. */
  get(type: string, id: string): Promise<Record<string, unknown> | undefined>;
  /** True while a change of the resource is under way, whoever asked for it. */
  changing(type: string, id: string): Promise<boolean>;
};

/**
 * Changes resources by Cloud Control. An answer means that the change was accepted: it takes seconds to minutes. Throws
 * `PreconditionFailed` (refused, nothing changed), `NotPermitted`, or `ProviderUnavailable` when the outcome is not known.
 */
export type CloudResourceWriter = CloudResourceReader & {
  /** `token` makes a repeated request the same request; at most 128 characters. */
  patch(type: string, id: string, operations: readonly JsonPatchOperation[], token: string): Promise<void>;
};

import type { JsonPatchOperation } from '../json-patch.ts';

/** Reads resources by their CloudFormation type. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`. */
export type CloudResourceReader = {
  /** The properties as Cloud Control gives them; undefined when there is no such resource. */
  get(type: string, identifier: string): Promise<Record<string, unknown> | undefined>;
  /** True while a request for the resource has not ended, whoever made it and whatever it asks for. */
  changing(type: string, identifier: string): Promise<boolean>;
};

/**
 * Changes resources by Cloud Control; each call once, never repeated. An answer means that the change was accepted: it
 * takes seconds to minutes. Throws `PreconditionFailed` (refused, nothing changed), `NotPermitted`, or
 * `ProviderUnavailable` when the outcome is not known.
 */
export type CloudResourceWriter = CloudResourceReader & {
  /**
   * A JSON Patch, all or nothing: nothing is changed when a `test` does not hold. `token` marks a repeated request as the
   * same request for 36 hours: 1 to 128 characters of `A-Za-z0-9+/=-`.
   */
  patch(type: string, identifier: string, operations: readonly JsonPatchOperation[], token: string): Promise<void>;
};

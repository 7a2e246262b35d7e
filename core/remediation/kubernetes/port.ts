import type { KubernetesObject, KubernetesReader } from '../../evidence/ports.ts';
import type { Resource } from '../../incident/resource.ts';
import type { JsonPatchOperation } from '../json-patch.ts';

/** Changes a cluster. Held by executor and rollback only. */
export type KubernetesWriter = KubernetesReader & {
  /**
   * A JSON Patch, all or nothing. Throws `PreconditionFailed` when a `test` does not hold (HTTP 422 or 409), `NotPermitted` (401, 403),
   * `ProviderUnavailable` when the outcome is not known (timeout, 5xx, connection lost).
   */
  patch(target: Resource, operations: readonly JsonPatchOperation[]): Promise<KubernetesObject>;
};

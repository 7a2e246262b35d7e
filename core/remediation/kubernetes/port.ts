import type { KubernetesObject, KubernetesReader } from '../../evidence/ports.ts';
import type { Resource } from '../../incident/resource.ts';
import type { JsonPatchOperation } from '../json-patch.ts';
import type { DenyAllPolicy } from './deny-all.ts';

/** One object at one moment: whatever changes it gives it another version, whoever makes it again another uid. */
export type ObjectVersion = { uid: string; resourceVersion: string };

/**
 * Changes a cluster; each call once, never repeated. Held by executor and rollback only. Throws `PreconditionFailed` (refused,
 * nothing changed), `NotPermitted` (401, 403), or `ProviderUnavailable` when the outcome is not known (timeout, 5xx, connection
 * lost).
 */
export type KubernetesWriter = KubernetesReader & {
  /** A JSON Patch, all or nothing; a `test` that does not hold is refused (HTTP 422 or 409). */
  patch(target: Resource, operations: readonly JsonPatchOperation[]): Promise<KubernetesObject>;
  /** Makes a policy that lets nothing through; refused where there is one of its name. No other kind can be made. */
  createPolicy(policy: DenyAllPolicy): Promise<KubernetesObject>;
  /** Deletes a NetworkPolicy if it still is this very one, unchanged (HTTP 409 if not). No other kind can be deleted. */
  deletePolicy(target: { namespace: string; name: string }, version: ObjectVersion): Promise<void>;
};

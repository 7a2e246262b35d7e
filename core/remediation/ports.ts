import type { KubernetesObject, KubernetesReader } from '../evidence/ports.ts';
import type { Resource } from '../incident/resource.ts';
import type { IamStatement, Writers } from './action.ts';

/** RFC 6902. */
export type JsonPatchOperation =
  | { op: 'test' | 'replace' | 'add'; path: string; value: unknown }
  | { op: 'remove'; path: string };

/** Changes a cluster. Held by executor and rollback only. */
export type KubernetesWriter = KubernetesReader & {
  /**
   * A JSON Patch, all or nothing. Throws `PreconditionFailed` when a `test` does not hold (HTTP 422 or 409), `NotPermitted` (401, 403),
   * `ProviderUnavailable` when the outcome is not known (timeout, 5xx, connection lost).
   */
  patch(target: Resource, operations: readonly JsonPatchOperation[]): Promise<KubernetesObject>;
};

export type SessionRequest = {
  incidentId: string;
  approvalId: string;
  digest: string;
  /** The approver who completed the quorum: `SourceIdentity` in CloudTrail. */
  approver: string;
  statements: readonly IamStatement[];
};
/** Credentials that can do the approved calls and nothing else, already turned into writers. */
export type RemediationSession = { open(request: SessionRequest): Promise<Writers> };

/** `claims/<approval id>/<n>[/undo]` in the Object Lock bucket: true only for the first caller, forever. */
export type Claims = { take(name: string, body: Record<string, unknown>): Promise<boolean> };

/** The two SSM parameters; whatever is missing, unreadable or another value is the safe one. */
export type Switches = { read(): Promise<{ execution: 'enabled' | 'disabled'; emergencyStop: 'clear' | 'set' }> };

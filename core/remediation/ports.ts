import type { IamStatement } from './action.ts';
import type { ClusterCall } from './kubernetes/cluster-call.ts';
import type { Mode } from './mode.ts';
import type { Provider, Writers } from './provider.ts';

export type SessionRequest = {
  /** Of the proposal whose digest was approved: the calls go to this account. */
  account: string;
  region: string;
  incidentId: string;
  approvalId: string;
  digest: string;
  /** The approver who completed the quorum: `SourceIdentity` in CloudTrail. */
  approver: string;
  /** The one provider whose API is called. */
  provider: Provider;
  statements: readonly IamStatement[];
};
/** Credentials that can do the approved calls and nothing else, already turned into the writer of the one provider. */
export type RemediationSession = { open(request: SessionRequest): Promise<Partial<Writers>> };

/**
 * Asks a cluster what the remediation identity may do, before a person is asked: the proposer's own rights say nothing of it.
 * `reason` is one line for a person. Throws `ProviderUnavailable` when the cluster does not answer.
 */
export type RemediationAccess = {
  may(call: ClusterCall, incidentId: string): Promise<{ kind: 'allowed' } | { kind: 'denied'; reason: string }>;
};

/** `claims/<approval id>/<n>[/undo]` in the Object Lock bucket: true only for the first caller, forever. */
export type Claims = { take(name: string, body: Record<string, unknown>): Promise<boolean> };

/** What the SSM parameters say. */
export type Positions = { execution: 'enabled' | 'disabled'; emergencyStop: 'clear' | 'set'; mode: Mode };

/**
 * The SSM parameters that a person turns; whatever is missing, unreadable or another value is the safe one. Each function
 * reads those it hangs on and no other: a rollback hangs on the emergency stop alone.
 */
export type Switches<Name extends keyof Positions = keyof Positions> = { read(): Promise<Pick<Positions, Name>> };

import type { Identity } from '../../core/approval/identity.ts';
import { onDuty } from '../../core/policy/duty.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Clock } from '../../core/runtime/effects.ts';
import type { HttpRequest } from './http.ts';

type IdentifyDeps = { policy: Pick<PolicyLayer, 'roster'>; now: Clock };

/** Who sent this request, by the signature that API Gateway verified: the one person of the roster with that very ARN. */
export const identify = async (
  { policy, now }: IdentifyDeps,
  { caller }: HttpRequest,
): Promise<Identity | { kind: 'nobody' }> => {
  const person = onDuty(policy.roster, now()).approvers.find(({ iam }) => caller !== undefined && iam.includes(caller));
  return person === undefined ? { kind: 'nobody' } : { method: 'iam', person };
};

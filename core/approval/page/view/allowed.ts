import type { Policy } from '../../../policy/policy.ts';
import type { Proposal } from '../../../remediation/proposal.ts';
import type { Identity, IdentityMethod } from '../../identity.ts';
import type { ApprovalRequest } from '../../request.ts';
import type { DecisionInput } from '../../ruling.ts';
import type { Refusal } from './view.ts';

/** Why a person may not decide so about a choice if they had shown who they are in this way, or undefined. */
export type Denied = (
  decision: DecisionInput['decision'],
  choice: Proposal,
  method: IdentityMethod,
) => string | undefined;

/** What is told to somebody who may not: why, and whether a sign-in or an AWS signature would change it. */
export const refusal = (
  denied: Denied,
  { method }: Pick<Identity, 'method'>,
  decision: DecisionInput['decision'],
  choice: Proposal,
): Refusal | undefined => {
  const why = denied(decision, choice, method);
  if (why === undefined) return undefined;
  return { why, identityNeeded: method === 'link' && denied(decision, choice, 'oidc') === undefined };
};

/** Whether this person is an admin who may approve this choice alone in an emergency. The server decides it again. */
export const breakGlassPossible = (
  { breakGlass }: Pick<Policy, 'breakGlass'>,
  { method, person }: Identity,
  { purpose }: Pick<ApprovalRequest, 'purpose'>,
  { risk }: Pick<Proposal, 'risk'>,
): boolean =>
  breakGlass && purpose === 'change' && risk.level === 'high' && person.role === 'admin' && method !== 'link';

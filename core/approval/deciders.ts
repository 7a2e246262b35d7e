import { denial } from '../policy/denial.ts';
import { onDuty } from '../policy/duty.ts';
import type { PolicyLayer } from '../policy/layer.ts';
import type { Approver } from '../policy/roster.ts';
import type { Proposal } from '../remediation/proposal.ts';
import { linkDecides } from './link-decides.ts';

type Layer = Pick<PolicyLayer, 'roster' | 'policy' | 'decide' | 'profiles'>;

/** Whether they could show enough of an identity: their link, or what the roster knows them by. */
const canShowWho = ({ policy }: Layer, { iam, oidc }: Approver, { risk }: Proposal): boolean =>
  linkDecides(risk.level, policy) || iam.length > 0 || oidc !== undefined;

/**
 * Who may decide this by policy, whether they can be reached or not: whoever is away may not, their delegate may. Nor may
 * `asker`, nor whoever has nothing but a link where that is not enough. The mode does not matter: a rollback is asked in
 * any.
 */
export const deciders = (
  { policy, now }: { policy: Layer; now: () => Date },
  proposal: Proposal,
  asker: string | undefined,
): Approver[] =>
  onDuty(policy.roster, now()).approvers.filter(
    (person) =>
      person.id !== asker &&
      canShowWho(policy, person, proposal) &&
      denial(policy, person, 'approve', proposal) === undefined,
  );

import type { MayApprove } from '../../core/approval/permission.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Approver } from '../../core/policy/policy.ts';

/** Cedar's answer for this person, asked for every target of the choice: one `no` is a no. */
export const permits =
  (policy: Pick<PolicyLayer, 'decide'>, { id, role, teams }: Approver): MayApprove =>
  ({ actions, risk }) =>
    actions.every(
      ({ target }) =>
        policy.decide({
          principal: { id, role, teams },
          action: 'approve',
          resource: target,
          context: {
            actionIds: actions.map((action) => action.id),
            risk: risk.level,
            irreversible: actions.some(({ undo }) => undo === 'irreversible'),
            proposer: 'sovereign-ops',
          },
        }).allowed,
    );

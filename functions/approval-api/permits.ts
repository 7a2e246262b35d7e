import type { Identity } from '../../core/approval/identity.ts';
import type { MayApprove } from '../../core/approval/permission.ts';
import { denial } from '../../core/policy/denial.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { withinReach } from '../../core/policy/reach.ts';

/**
 * Whether the profile of the choice and Cedar let this person approve it, asked for every target: one `no` is a no. The groups of whoever brought a
 * token bound it once more: Cedar knows roles that need no team.
 */
export const permits =
  (layer: Pick<PolicyLayer, 'decide' | 'policy' | 'profiles'>, { person, reach }: Identity): MayApprove =>
  (choice) =>
    choice.actions.every(({ target }) => withinReach(reach, target, layer.policy)) &&
    denial(layer, person, 'approve', choice) === undefined;

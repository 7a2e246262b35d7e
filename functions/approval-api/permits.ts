import type { MayApprove } from '../../core/approval/permission.ts';
import { denial } from '../../core/policy/denial.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Approver } from '../../core/policy/roster.ts';

/** Cedar's answer for this person, asked for every target of the choice: one `no` is a no. */
export const permits =
  (policy: Pick<PolicyLayer, 'decide'>, person: Approver): MayApprove =>
  (choice) =>
    denial(policy, person, 'approve', choice) === undefined;

import { ApprovalRequest } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { TransitionRecord } from '../../../core/incident/step.ts';
import type { MakeInvariant, Scene } from './invariant.ts';

/** The request that nobody answered in time; of a rollback there may be none, where nobody could be asked. */
const unanswered = ({ ledger }: Scene, { incidentId, from, to, by }: TransitionRecord): string | undefined => {
  const { approvalId, rollbackApprovalId } = ledger.incidents.get(incidentId) ?? {};
  if (from === 'awaiting_approval' && to === 'expired') return approvalId;
  const undecided = by === 'timekeeper' && (to === 'rollback_failed' || to === 'resolved');
  return from === 'awaiting_rollback_approval' && undecided ? rollbackApprovalId : undefined;
};

/** A request that nobody answered ends with the wait for it, in one transaction: a late click finds it expired. */
export const requestsEnd: MakeInvariant = (scene) => ({
  transaction: ({ steps }) =>
    steps.flatMap((step) => {
      const id = unanswered(scene, step);
      const { data } = ApprovalRequest.safeParse(id === undefined ? undefined : scene.ledger.peek(keys.approval(id)));
      return data === undefined || data.status === 'expired'
        ? []
        : [`${step.incidentId} is ${step.to}, and the request it waited for is ${data.status}`];
    }),
});

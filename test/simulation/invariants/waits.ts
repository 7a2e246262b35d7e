import type { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import { ApprovalRequest } from '../../../core/approval/request.ts';
import { isAtRest } from '../../../local/run/at-rest.ts';
import type { MakeInvariant, Scene } from './invariant.ts';

/** A deadline that lies further ahead than this is none: nobody waits for it. */
const furthestMs = 4 * 3_600_000;

const asked = ({ ledger, ports }: Scene, { status, approvalId }: Incident): string | undefined => {
  if (status !== 'awaiting_approval') return undefined;
  const request = ApprovalRequest.safeParse(ledger.peek(keys.approval(approvalId ?? ''))).data;
  const known = ports().policy.roster.approvers.map(({ id }) => id);
  if (request === undefined) return 'there is no request';
  const strangers = request.approvers.filter((id) => !known.includes(id));
  return strangers.length === 0 && request.approvers.length > 0 ? undefined : 'nobody of the roster is asked';
};

/** After every step: an incident that is not at rest has a deadline that comes, and where people are asked they are named. */
export const waits: MakeInvariant = (scene) => ({
  transaction: ({ touched, at }) =>
    touched.flatMap((id) => {
      const incident = scene.ledger.incidents.get(id);
      if (incident === undefined || isAtRest(incident.status)) return [];
      const { status, due } = incident;
      if (due === undefined) return [`${id} is ${status} without a deadline: nothing would ever move it`];
      const ahead = Date.parse(due.at) - at.getTime();
      if (ahead > furthestMs) return [`${id} is ${status} and waits until ${due.at}`];
      const nobody = asked(scene, incident);
      return nobody === undefined ? [] : [`${id} is ${status}: ${nobody}`];
    }),
});

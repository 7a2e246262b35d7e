import { linkToken, linkUrl } from '../../core/approval/link.ts';
import type { MacGenerator, Notices } from '../../core/approval/ports.ts';
import type { ApprovalRequest } from '../../core/approval/request.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Once } from '../../core/runtime/effects.ts';
import { type Detail, linkNotice } from './notice-text.ts';

type Deps = {
  notices: Notices;
  linkGenerator: MacGenerator;
  once: Once;
  approvalBaseUrl: string;
};

/**
 * Sends each approver their own link, once per step of the incident: a redelivered event sends nothing twice, a reminder
 * is a step of its own and makes the same token again. Throws when nobody could be told, so that it is tried again.
 */
export const sendLinks = async (
  deps: Deps,
  incident: Incident,
  request: ApprovalRequest,
  detail: Detail,
): Promise<number> => {
  const sent = await Promise.allSettled(
    request.approvers.map((approver) =>
      deps.once(`${request.approvalId}/${approver}/${incident.seq}`, async () => {
        const token = await linkToken(deps.linkGenerator, request, approver);
        const link = linkUrl(deps.approvalBaseUrl, request.approvalId, token);
        await deps.notices.send({ to: approver, ...linkNotice(incident, request, link, detail) });
        return { sent: true };
      }),
    ),
  );
  const reached = sent.filter(({ status }) => status === 'fulfilled').length;
  const failure = sent.find((result) => result.status === 'rejected');
  if (failure !== undefined && reached === 0)
    throw new Error('no approver could be sent a link', { cause: failure.reason });
  return reached;
};

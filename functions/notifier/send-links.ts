import { linkToken, linkUrl } from '../../core/approval/link.ts';
import type { MacGenerator, Notices } from '../../core/approval/ports.ts';
import type { ApprovalRequest } from '../../core/approval/request.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { type Detail, linkNotice } from './notice-text.ts';

type Deps = {
  log: Log;
  meter: Meter;
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
  const failures = sent.filter((result): result is PromiseRejectedResult => result.status === 'rejected');
  const reached = sent.length - failures.length;
  const [first] = failures;
  if (first !== undefined && reached === 0) {
    throw new Error('no approver could be sent a link', { cause: first.reason });
  }
  // Whoever was missed is reminded in five minutes; until then the others can decide.
  if (first !== undefined) {
    deps.meter.count('LinksNotSent', failures.length);
    deps.log.error('a link could not be sent', { incident: incident.id, reached, error: String(first.reason) });
  }
  return reached;
};

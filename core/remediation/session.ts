import type { Incident } from '../incident/incident.ts';
import type { Writers } from './action.ts';
import { actionOf } from './catalogue.ts';
import type { RemediationSession } from './ports.ts';
import type { Proposal } from './proposal.ts';

type Approved = { proposal: Proposal; digest: string; approvalId: string; approver: { id: string } };

/** Credentials for exactly the approved calls, in the name of the approver who completed the quorum. */
export const openSession = (session: RemediationSession, incident: Incident, approved: Approved): Promise<Writers> =>
  session.open({
    incidentId: incident.id,
    approvalId: approved.approvalId,
    digest: approved.digest,
    approver: approved.approver.id,
    statements: approved.proposal.actions.flatMap((planned) => actionOf(planned).permissions(planned.parameters)),
  });

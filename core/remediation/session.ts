import type { Incident } from '../incident/incident.ts';
import { actionOf } from './catalogue.ts';
import { NotPermitted } from './errors.ts';
import { placeOf } from './place.ts';
import type { RemediationSession } from './ports.ts';
import type { Proposal } from './proposal.ts';
import type { Provider, Writers } from './provider.ts';

type Approved = { proposal: Proposal; digest: string; approvalId: string; approver: { id: string } };

/** The one provider of a proposal. Throws `NotPermitted` when there are several: one session reaches one. */
const providerOf = ({ actions }: Proposal): Provider => {
  const [provider, ...others] = new Set(actions.map((planned) => planned.provider));
  if (provider === undefined || others.length > 0) throw new NotPermitted('a proposal is of one provider');
  return provider;
};

/** Credentials for exactly the approved calls, in the name of the approver who completed the quorum. */
export const openSession = async (
  session: RemediationSession,
  incident: Incident,
  approved: Approved,
): Promise<Partial<Writers>> =>
  session.open({
    account: approved.proposal.account,
    region: approved.proposal.region,
    incidentId: incident.id,
    approvalId: approved.approvalId,
    digest: approved.digest,
    approver: approved.approver.id,
    provider: providerOf(approved.proposal),
    statements: approved.proposal.actions.flatMap((planned) =>
      actionOf(planned).permissions(planned.parameters, placeOf(approved.proposal), planned.touched),
    ),
  });

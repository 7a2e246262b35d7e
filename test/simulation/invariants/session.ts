import { actionOf } from '../../../core/remediation/catalogue.ts';
import { placeOf } from '../../../core/remediation/place.ts';
import type { SessionRequest } from '../../../core/remediation/ports.ts';
import type { MakeInvariant } from './invariant.ts';
import { type Proven, provenBy } from './proofs.ts';

const differs = (request: SessionRequest, { proposal, digest, last }: Proven, approver: string): string[] => {
  const place = placeOf(proposal);
  const wanted = {
    account: proposal.account,
    region: proposal.region,
    digest,
    approver,
    provider: proposal.actions[0]?.provider,
    statements: proposal.actions.flatMap((planned) =>
      actionOf(planned).permissions(planned.parameters, place, planned.touched),
    ),
  };
  return Object.entries(wanted)
    .filter(([field, value]) => JSON.stringify(request[field as keyof typeof wanted]) !== JSON.stringify(value))
    .map(([field]) => `${field} is not that of what ${last} approved`);
};

/** Credentials are asked for only on proofs, for the approved calls, in the name of whoever completed the quorum. */
export const session: MakeInvariant = (scene) => ({
  session: async (request, incident) => {
    const name = `the session of ${request.incidentId}`;
    if (incident === undefined) return [`${name}: there is no such incident`];
    const change = await provenBy(scene, incident.approvalId);
    if (typeof change === 'string') return [`${name}: ${change}`];
    const asked = await provenBy(scene, incident.rollbackApprovalId);
    const by = typeof asked === 'string' || incident.status !== 'rolling_back' ? change : asked;
    if (by.approvalId !== request.approvalId) return [`${name}: is of the approval ${request.approvalId}`];
    return differs(request, change, by.last).map((problem) => `${name}: ${problem}`);
  },
});

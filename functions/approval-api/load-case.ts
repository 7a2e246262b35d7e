import { Decision } from '../../core/approval/proof.ts';
import type { ApprovalCase } from '../../core/approval/ruling.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import { readIncident } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import type { Authenticated } from './authenticate.ts';

/** What was approved before, for a request to take it back. The rollback function proves it again from the MACs. */
const executedDigest = async (table: Table, { approvalId }: Incident): Promise<string | undefined> => {
  if (approvalId === undefined) return undefined;
  const items = await table.list(keys.approval(approvalId).pk, prefixes.decision);
  const proofs = items.map((item) => Decision.parse(item).proof);
  return proofs.find(({ purpose }) => purpose === 'approve')?.chosenDigest;
};

/** The case behind an authenticated request. Choices that cannot be read are left out: then nothing can be approved. */
export const loadCase = async (table: Table, { request, decisions }: Authenticated): Promise<ApprovalCase> => {
  const [incident, choices] = await Promise.all([
    readIncident(table, request.incidentId),
    table.get(keys.proposal(request.incidentId)),
  ]);
  if (incident === undefined) throw new Error(`no incident ${request.incidentId} for approval ${request.approvalId}`);
  const executed = request.purpose === 'rollback' ? await executedDigest(table, incident) : undefined;
  return {
    request,
    decisions,
    incident,
    choiceSet: ChoiceSet.safeParse(choices?.['body']).data,
    ...(executed === undefined ? {} : { executedDigest: executed }),
  };
};

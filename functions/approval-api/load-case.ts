import { approvedDigest } from '../../core/approval/chosen.ts';
import { Decision } from '../../core/approval/proof.ts';
import type { ApprovalCase } from '../../core/approval/ruling.ts';
import { Incident } from '../../core/incident/incident.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import type { Item, Key, Table } from '../../core/incident/table.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import type { Authenticated } from './authenticate.ts';

/** What was approved before, for a request to take it back. The rollback function proves it again from the MACs. */
const executedDigest = async (table: Table, { approvalId }: Incident): Promise<string | undefined> => {
  if (approvalId === undefined) return undefined;
  const items = await table.list(keys.approval(approvalId).pk, prefixes.decision);
  return approvedDigest(items.map((item) => Decision.parse(item)));
};

/**
 * The case behind an authenticated request, and in the same request whatever `more` names, in that order. Choices that
 * cannot be read are left out: then nothing can be approved.
 */
export const loadCase = async (
  table: Table,
  { request, decisions }: Authenticated,
  more: readonly Key[] = [],
): Promise<{ approval: ApprovalCase; more: (Item | undefined)[] }> => {
  const { incidentId } = request;
  const [state, choices, ...rest] = await table.getAll([keys.incident(incidentId), keys.proposal(incidentId), ...more]);
  if (state === undefined) throw new Error(`no incident ${incidentId} for approval ${request.approvalId}`);
  const incident = Incident.parse(state);
  const executed = request.purpose === 'rollback' ? await executedDigest(table, incident) : undefined;
  const approval = {
    request,
    decisions,
    incident,
    choiceSet: ChoiceSet.safeParse(choices?.['body']).data,
    ...(executed === undefined ? {} : { executedDigest: executed }),
  };
  return { approval, more: rest };
};

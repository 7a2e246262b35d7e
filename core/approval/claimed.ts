import { keys, prefixes } from '../incident/keys.ts';
import type { Table } from '../incident/table.ts';
import { ChoiceSet } from '../remediation/proposal.ts';
import type { Claimed } from './authority.ts';
import { Decision } from './proof.ts';
import { ApprovalRequest } from './request.ts';

/** The request, its decisions and the choices as stored, or undefined when one of them is missing. Nothing is verified. */
export const readClaimed = async (table: Table, approvalId: string): Promise<Claimed | undefined> => {
  const key = keys.approval(approvalId);
  const items = await table.list(key.pk);
  const stored = items.find((item) => item.sk === key.sk);
  if (stored === undefined) return undefined;
  const request = ApprovalRequest.parse(stored);
  const choices = await table.get(keys.proposal(request.incidentId));
  if (choices === undefined) return undefined;
  const decisions = items.filter((item) => item.sk.startsWith(prefixes.decision)).map((item) => Decision.parse(item));
  return { request, decisions, choices: ChoiceSet.parse(choices['body']) };
};

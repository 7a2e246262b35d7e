import { Decision } from './proof.ts';
import { ApprovalRequest } from './request.ts';
import { keys, prefixes } from '../incident/keys.ts';
import type { Table } from '../incident/table.ts';

/** The request and its decisions, in one query; a row that is none, or of another request, is as good as missing. */
export const readApproval = async (
  table: Table,
  approvalId: string,
): Promise<{ request: ApprovalRequest; decisions: Decision[] } | undefined> => {
  const key = keys.approval(approvalId);
  const items = await table.list(key.pk);
  const request = ApprovalRequest.safeParse(items.find(({ sk }) => sk === key.sk));
  if (!request.success || request.data.approvalId !== approvalId) return undefined;
  const decisions = items.filter(({ sk }) => sk.startsWith(prefixes.decision)).map((item) => Decision.parse(item));
  return { request: request.data, decisions };
};

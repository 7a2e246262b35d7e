import type { IdentityMethod } from './identity.ts';
import { ApprovalRequest } from './request.ts';
import type { Actor } from '../incident/lifecycle.ts';
import { keys } from '../incident/keys.ts';
import { purgeAt, type Versions } from '../incident/step.ts';
import type { Table } from '../incident/table.ts';
import { cleanText } from '../incident/text.ts';
import type { HttpRequest } from './http/request.ts';

type RecordDeps = { table: Table; versions: Versions; now: () => Date };

/**
 * One `AUDIT#` item for whoever could not show that they may see a request: when, from where, by what means, for which id,
 * and who where that is known. Neither a token nor the body, and of the path only what looks like an id: people paste
 * whole links in strange places.
 */
export const recordFailure = async (
  by: Actor,
  { table, versions, now }: RecordDeps,
  sentId: string,
  method: IdentityMethod,
  { person }: { person?: string },
  { requestId, sourceIp, headers, caller }: HttpRequest,
): Promise<void> => {
  const at = now();
  const text = at.toISOString();
  const item = {
    ...keys.audit(text.slice(0, 13), `${text}#${requestId}`),
    fact: 'authentication_failed',
    method,
    by,
    at: text,
    approvalId: ApprovalRequest.shape.approvalId.safeParse(sentId).data ?? 'malformed',
    ...(person === undefined ? {} : { person }),
    ...(caller === undefined ? {} : { caller: cleanText(caller, 300) }),
    sourceIp: cleanText(sourceIp, 64),
    userAgent: cleanText(headers['user-agent'] ?? '', 200),
    versions,
    purgeAt: purgeAt(at),
  };
  const { kind } = await table.transact([{ kind: 'create', item }]);
  if (kind === 'lost') throw new Error(`two requests with the id ${requestId} at ${text}`);
};

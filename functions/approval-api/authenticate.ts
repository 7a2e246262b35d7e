import type { Identity } from '../../core/approval/identity.ts';
import { approverOf, LinkToken } from '../../core/approval/link.ts';
import type { MacVerifier } from '../../core/approval/ports.ts';
import type { Decision } from '../../core/approval/proof.ts';
import { ApprovalRequest } from '../../core/approval/request.ts';
import type { Table } from '../../core/incident/table.ts';
import { findApprover } from '../../core/policy/cedar-entities.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Clock } from '../../core/runtime/effects.ts';
import { readApproval } from './read-approval.ts';

type AuthenticateDeps = { table: Table; linkVerifier: MacVerifier; policy: Pick<PolicyLayer, 'roster'>; now: Clock };

/** Somebody whose identity is known, at one request. */
export type Authenticated = Identity & {
  kind: 'authenticated';
  request: ApprovalRequest;
  decisions: readonly Decision[];
};

/** How long after its end a request still shows what became of it, in milliseconds. */
const shownAfterwards = 24 * 3_600_000;

/** What an unknown id is verified against, so that it costs the same read and the same call as a known one. */
const dummyRequest = {
  approvalId: '0'.repeat(32),
  purpose: 'change',
  incidentId: 'inc-0',
  choiceSetDigest: '0'.repeat(64),
  expiresAt: '2000-01-01T00:00:00.000Z',
} as const;
const dummyToken = `bm9ib2R5.${'A'.repeat(43)}`;

/**
 * Who sent this token to this request: one query and one MAC verification, whatever comes in. Identity is the approver
 * under the MAC and, beyond it, a name of the roster: a person who left the roster has no valid link any more.
 */
export const authenticate = async (
  { table, linkVerifier, policy, now }: AuthenticateDeps,
  sentId: string,
  token: string,
): Promise<Authenticated | { kind: 'nobody' }> => {
  const id = ApprovalRequest.shape.approvalId.safeParse(sentId).data;
  const found = await readApproval(table, id ?? dummyRequest.approvalId);
  const wellFormed = LinkToken.safeParse(token).success;
  const approver = await approverOf(linkVerifier, found?.request ?? dummyRequest, wellFormed ? token : dummyToken);

  if (id === undefined || found === undefined || !wellFormed || approver === undefined) return { kind: 'nobody' };
  if (now().getTime() > Date.parse(found.request.expiresAt) + shownAfterwards) return { kind: 'nobody' };
  const person = findApprover(policy.roster, approver);
  return person === undefined ? { kind: 'nobody' } : { kind: 'authenticated', method: 'link', person, ...found };
};

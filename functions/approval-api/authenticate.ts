import type { Identity } from '../../core/approval/identity.ts';
import { approverOf, LinkToken } from '../../core/approval/link.ts';
import type { MacVerifier } from '../../core/approval/ports.ts';
import type { Decision } from '../../core/approval/proof.ts';
import { ApprovalRequest } from '../../core/approval/request.ts';
import { standingOf } from '../../core/approval/standing.ts';
import { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import type { Table } from '../../core/incident/table.ts';
import { findApprover } from '../../core/policy/cedar-entities.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { mayRead } from '../../core/policy/may-read.ts';
import type { Credential } from './credential.ts';
import type { HttpRequest } from '../../core/approval/http/request.ts';
import { identify, type IdentifyDeps } from '../../core/approval/identify.ts';
import { readApproval } from '../../core/approval/read-approval.ts';

type AuthenticateDeps = IdentifyDeps & { table: Table; linkVerifier: MacVerifier; policy: PolicyLayer };

/** Somebody whose identity is known, at one request that they may look at. */
export type Authenticated = Identity & {
  kind: 'authenticated';
  request: ApprovalRequest;
  decisions: readonly Decision[];
};
/** The person where they are known, and only may not see this request or ask for one that is none. */
export type Nobody = { kind: 'nobody'; person?: string };

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

/** By a link: one MAC verification, whatever comes in. */
const byLink = async (
  { linkVerifier, policy: { roster }, now }: AuthenticateDeps,
  request: ApprovalRequest | undefined,
  token: string,
): Promise<Identity | undefined> => {
  const wellFormed = LinkToken.safeParse(token).success;
  const approver = await approverOf(linkVerifier, request ?? dummyRequest, wellFormed ? token : dummyToken);
  if (!wellFormed || approver === undefined) return undefined;
  const person = findApprover(roster, approver);
  return person === undefined ? undefined : { method: 'link', ...standingOf(roster, person, now()) };
};

type Known = { who: Identity | undefined; may: boolean };

/** By a signature or a bearer token: one verification and one read of the incident, whatever comes in. */
const byIdentity = async (
  deps: AuthenticateDeps,
  request: ApprovalRequest | undefined,
  sent: HttpRequest,
): Promise<Known> => {
  const [state] = await deps.table.getAll([keys.incident(request?.incidentId ?? dummyRequest.incidentId)]);
  const who = await identify(deps, sent);
  if ('kind' in who) return { who: undefined, may: false };
  const incident = Incident.safeParse(state).data;
  return { who, may: incident !== undefined && mayRead(deps.policy, who, incident.resource) };
};

/**
 * Who sent this to this request, at a price that depends on the kind of credential only: one query and one verification,
 * and for an identity one more read. A link is of the approver under its MAC and, beyond it, of a name of the roster: a
 * person who left the roster has no valid link any more. Whoever may not see a request is nobody to it.
 */
export const authenticate = async (
  deps: AuthenticateDeps,
  sentId: string,
  credential: Credential,
  sent: HttpRequest,
): Promise<Authenticated | Nobody> => {
  const id = ApprovalRequest.shape.approvalId.safeParse(sentId).data;
  const found = await readApproval(deps.table, id ?? dummyRequest.approvalId);
  const { who, may }: Known =
    credential.kind === 'link'
      ? { who: await byLink(deps, found?.request, credential.token), may: true }
      : await byIdentity(deps, found?.request, sent);
  if (who === undefined) return { kind: 'nobody' };
  const over = Date.parse(found?.request.expiresAt ?? dummyRequest.expiresAt) + shownAfterwards;
  if (id === undefined || found === undefined || !may || deps.now().getTime() > over) {
    return { kind: 'nobody', person: who.person.id };
  }
  return { kind: 'authenticated', ...who, ...found };
};

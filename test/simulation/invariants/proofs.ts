import canonicalize from 'canonicalize';
import { Decision, type ProofFields } from '../../../core/approval/proof.ts';
import { ApprovalRequest } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Item } from '../../../core/incident/table.ts';
import { actionOf } from '../../../core/remediation/catalogue.ts';
import { ChoiceSet, type Proposal } from '../../../core/remediation/proposal.ts';
import type { LocalPorts } from '../../../local/ports.ts';
import { hashOf } from './digest.ts';
import type { Scene } from './invariant.ts';

/** What people allowed, from their proofs alone. */
export type Proven = {
  approvalId: string;
  proposal: Proposal;
  digest: string;
  people: ReadonlySet<string>;
  /** Who decided last. */
  last: string;
  consents: boolean;
  executeBy: Date;
  rollbackBy: Date;
};

/** What was found out of an item is true of it as long as it is the same item: nobody alters one. */
const ofItem = <T>(find: (item: Item) => T): ((item: Item) => T) => {
  const known = new WeakMap<Item, { found: T }>();
  return (item) => {
    const entry = known.get(item) ?? { found: find(item) };
    known.set(item, entry);
    return entry.found;
  };
};

const decisionIn = ofItem((item) => {
  const { data } = Decision.safeParse(item);
  if (data === undefined) return undefined;
  const message = new TextEncoder().encode(`sovereign-ops/proof/v1\n${canonicalize(data.proof)}`);
  return { proof: data.proof, message, mac: Buffer.from(data.mac, 'base64url') };
});

const requestIn = ofItem((item) => ApprovalRequest.safeParse(item).data);

/** The choices with the digest of each, and the digest over all of them. */
const choicesIn = ofItem((item) => {
  const set = ChoiceSet.safeParse(item['body']).data;
  if (set === undefined) return undefined;
  const digests = set.choices.map(hashOf);
  const { incidentId, doNothing } = set;
  return { set, digests, bound: hashOf({ version: 2, incidentId, choices: digests, doNothing }) };
});
type Choices = NonNullable<ReturnType<typeof choicesIn>>;

/** The stored choice of a digest. */
export const choiceOf = ({ ledger }: Scene, incidentId: string, digest: string | undefined): Proposal | undefined => {
  const item = ledger.peek(keys.proposal(incidentId));
  const found = item === undefined ? undefined : choicesIn(item);
  return found?.set.choices[found.digests.indexOf(digest ?? '')];
};

/** Only those that the proof key made, over the bytes that docs/security.md gives. */
const genuine = async (items: Iterable<Item>, { proofVerifier }: LocalPorts): Promise<ProofFields[]> => {
  const decisions = [...items].flatMap((item) => decisionIn(item) ?? []);
  const verified = await Promise.all(
    decisions.map(async ({ proof, message, mac }) => ((await proofVerifier.verify(message, mac)) ? [proof] : [])),
  );
  return verified.flat();
};

/** Of the roster, in this role, and not away when they decided. */
const isAPerson = ({ approver, role, decidedAt }: ProofFields, { policy }: LocalPorts): boolean =>
  policy.roster.approvers.some(
    (one) =>
      one.id === approver &&
      one.role === role &&
      role !== 'viewer' &&
      !one.away.some(({ from, until }) => Date.parse(from) <= Date.parse(decidedAt) && decidedAt < until),
  );

/** What interrupts a service is of high risk, whatever a proposal says of itself. */
const riskOf = ({ actions, risk }: Proposal): Proposal['risk']['level'] =>
  actions.some((planned) => actionOf(planned).disrupts !== undefined) ? 'high' : risk.level;

/** Why these people are not enough for this change. */
const tooFew = (proofs: readonly ProofFields[], proposal: Proposal, { policy: { policy } }: LocalPorts) => {
  const level = riskOf(proposal);
  const byLink = proofs.find(({ identity }) => identity === 'link');
  if (byLink !== undefined && (level === 'high' || !policy.linkDecides.includes(level))) {
    return `${byLink.approver} decided ${level} risk by a link alone`;
  }
  const alone = proofs.find(({ breakGlass }) => breakGlass);
  if (alone !== undefined) {
    return policy.breakGlass && level === 'high' && alone.role === 'admin' ? undefined : 'the glass was broken in vain';
  }
  const least = level === 'high' ? 2 : 1;
  const people = Math.max(least, policy.quorum[level].people, proposal.quorum.people);
  const roles = Math.max(least, policy.quorum[level].roles, proposal.quorum.roles);
  const found = [new Set(proofs.map(({ approver }) => approver)).size, new Set(proofs.map(({ role }) => role)).size];
  return (found[0] ?? 0) >= people && (found[1] ?? 0) >= roles
    ? undefined
    : `${found.join(' people of ')} roles approved, ${people} of ${roles} must`;
};

const minutes = (text: string, more: number): number => Date.parse(text) + more * 60_000;

/** Why these proofs allow nothing, or undefined. */
const wanting = (
  proofs: readonly ProofFields[],
  request: ApprovalRequest,
  { set, digests, bound }: Choices,
  ports: LocalPorts,
) => {
  const [first] = proofs;
  if (first === undefined) return 'nobody approved it';
  const purpose = request.purpose === 'change' ? 'approve' : 'rollback';
  const { policy } = ports.policy;
  for (const proof of proofs) {
    const { approver, decidedAt, chosenDigest } = proof;
    if (proof.purpose !== purpose) return `${approver} decided ${proof.purpose}`;
    if (proof.approvalId !== request.approvalId || proof.incidentId !== set.incidentId) {
      return `the proof of ${approver} is of another approval`;
    }
    if (!isAPerson(proof, ports)) return `${approver} could decide nothing at ${decidedAt}`;
    if (proof.choiceSetDigest !== bound || chosenDigest !== first.chosenDigest) {
      return `${approver} approved other bytes`;
    }
    const chosen = set.choices[digests.indexOf(chosenDigest)];
    if (chosen === undefined) return `what ${approver} approved is not stored`;
    if (purpose === 'approve' && Date.parse(decidedAt) > Date.parse(chosen.expiresAt)) return `${approver} was late`;
    const latest = decidedAt > request.expiresAt ? decidedAt : request.expiresAt;
    if (Date.parse(proof.executeBy) > minutes(latest, policy.executeWithinMinutes)) return 'it holds for too long';
    if (Date.parse(proof.rollbackBy) > minutes(latest, policy.rollbackWithinMinutes)) return 'it holds for too long';
  }
  return undefined;
};

/**
 * What an approval allows, judged without the code that is tested: the MACs, the people, the bytes and the times as
 * docs/security.md promises them. A sentence when it allows nothing.
 */
export const provenBy = async (scene: Scene, approvalId: string | undefined): Promise<Proven | string> => {
  if (approvalId === undefined) return 'there is no approval';
  const { ledger } = scene;
  const ports = scene.ports();
  const stored = ledger.peek(keys.approval(approvalId));
  const request = stored === undefined ? undefined : requestIn(stored);
  if (request === undefined) return 'there is no approval';
  const item = ledger.peek(keys.proposal(request.incidentId));
  const choices = item === undefined ? undefined : choicesIn(item);
  if (choices === undefined) return 'there are no choices';
  const proofs = await genuine(ledger.decisions(approvalId).values(), ports);
  const problem = wanting(proofs, request, choices, ports);
  if (problem !== undefined) return problem;
  const digest = proofs[0]?.chosenDigest ?? '';
  const chosen = choices.set.choices[choices.digests.indexOf(digest)];
  if (chosen === undefined) return 'nobody approved it';
  const few = tooFew(proofs, chosen, ports);
  if (few !== undefined) return few;
  const earliest = (times: string[]): Date => new Date(Math.min(...times.map(Date.parse)));
  const ordered = proofs.toSorted((a, b) => a.decidedAt.localeCompare(b.decidedAt));
  return {
    approvalId,
    proposal: chosen,
    digest,
    people: new Set(proofs.map(({ approver }) => approver)),
    last: ordered.at(-1)?.approver ?? '',
    consents: proofs.every(({ rollbackConsent }) => rollbackConsent),
    executeBy: earliest(proofs.map(({ executeBy }) => executeBy)),
    rollbackBy: earliest(proofs.map(({ rollbackBy }) => rollbackBy)),
  };
};

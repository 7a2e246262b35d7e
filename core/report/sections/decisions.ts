import type { Decision, ProofFields } from '../../approval/proof.ts';
import type { ApprovalRequest } from '../../approval/request.ts';
import { sha256 } from '../../remediation/digest.ts';
import {
  code,
  fact,
  joined,
  type Line,
  list,
  type Part,
  quote,
  section,
  type Section,
  strong,
  text,
  time,
} from '../document.ts';
import type { Facts } from '../facts.ts';
import { between, counted } from '../words.ts';

const identified = {
  link: 'by the one-time link that was sent to them',
  iam: 'by a request signed with their AWS credentials',
  oidc: 'by a token of the identity provider',
} as const satisfies Record<ProofFields['identity'], string>;

const verbs = { approve: 'approved the change', reject: 'rejected', rollback: 'approved the rollback' } as const;

const requestLine = ({
  approvalId,
  purpose,
  approvers,
  quorum,
  status,
  createdAt,
  expiresAt,
}: ApprovalRequest): Line => [
  `Asked about the ${purpose} `,
  code(approvalId),
  ': ',
  ...joined(
    approvers.map((one) => [fact(one)]),
    ', ',
  ),
  `; ${counted(quorum.people, 'person', 'people')} of ${counted(quorum.roles, 'role', 'roles')}; from `,
  time(createdAt),
  ' until ',
  time(expiresAt),
  `; ${status}`,
];

/** Which step holds the digest of this very proof: what an auditor compares with the trail, whatever the row says now. */
const recordedBy = ({ proof }: Decision, { history }: Facts): Part => {
  const digest = sha256(proof);
  const step = history.find(({ digests }) => digests['proof'] === digest);
  return step === undefined
    ? strong('NO STEP HOLDS THE DIGEST OF THIS PROOF')
    : `step ${step.seq} holds the digest of this proof`;
};

const decisionLine = (decision: Decision, facts: Facts): Line => {
  const { proof, reason } = decision;
  const request = facts.requests.find(({ approvalId }) => approvalId === proof.approvalId);
  return [
    time(proof.decidedAt),
    ' ',
    fact(proof.approver),
    ' as ',
    fact(proof.role),
    ' ',
    strong(verbs[proof.purpose]),
    ...(request === undefined ? [] : [` ${between(request.createdAt, proof.decidedAt)} after the request`]),
    `, identified ${identified[proof.identity]}`,
    ...(proof.breakGlass ? [', ', strong('BREAK-GLASS: alone, in an emergency; must be reviewed')] : []),
    proof.purpose === 'approve' ? `, rollback ${proof.rollbackConsent ? 'consented' : 'not consented'} beforehand` : '',
    '; digest ',
    code(proof.chosenDigest),
    '; ',
    recordedBy(decision, facts),
    ...(reason === undefined ? ['; no reason given'] : ['; reason: ', quote(reason)]),
  ];
};

/** Who was asked, who decided what, how they showed who they are, and why. */
export const decisions = (facts: Facts): Section =>
  section(
    'Decisions',
    'Nobody was asked.',
    ...list('requests', facts.requests.map(requestLine)),
    ...(facts.requests.length === 0 ? [] : [text(facts.decisions.length === 0 ? 'Nobody decided.' : 'Decided:')]),
    ...list(
      'decisions',
      facts.decisions.map((one) => decisionLine(one, facts)),
    ),
  );

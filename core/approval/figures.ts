import { quantileOf } from '../evidence/metrics/quantile.ts';
import type { Status } from '../incident/lifecycle.ts';
import type { Decision } from './proof.ts';
import type { ApprovalRequest } from './request.ts';

/** One request, what was decided in it, and where its incident stands now. */
export type Asked = { request: ApprovalRequest; decisions: readonly Decision[]; status: Status };

/** Faster than anybody reads what would change. */
const quickSeconds = 5;

/** True for a decision that nobody can have thought about. */
export const isQuick = (milliseconds: number): boolean => milliseconds <= quickSeconds * 1000;

/** What asking people came to. A share or a time of nothing is `null`, never zero: nothing is not good news. */
export type Figures = {
  /** Requests that were sent, and decisions that were made in them. */
  asked: number;
  decided: number;
  approved: number;
  rejected: number;
  /** Requests that ran out: of one person, those without a decision of theirs. */
  expired: number;
  medianSeconds: number | null;
  p90Seconds: number | null;
  /** Of the decisions, 0 to 1. */
  quickShare: number | null;
  /** Approvals of a change that did not help, or was taken back. */
  overturned: number;
  /** Of the approvals of a change, 0 to 1. */
  overturnedShare: number | null;
};
export type ApprovalFigures = { all: Figures; approvers: (Figures & { approver: string })[] };

/** An incident in one of these shows that the change should not have been approved, or did not do what was said. */
const overturning: ReadonlySet<Status> = new Set<Status>([
  'fix_ineffective',
  'rolling_back',
  'rolled_back',
  'rollback_failed',
]);

const ranOut = ({ status, expiresAt }: ApprovalRequest, now: Date): boolean =>
  status === 'expired' || (status === 'pending' && now >= new Date(expiresAt));

type Made = { proof: Decision['proof']; seconds: number; overturned: boolean };

const madeIn = ({ request, decisions, status }: Asked): Made[] =>
  decisions.map(({ proof }) => ({
    proof,
    seconds: Math.max(0, (Date.parse(proof.decidedAt) - Date.parse(request.createdAt)) / 1000),
    overturned: overturning.has(status),
  }));

const quantile = (ascending: readonly number[], share: number): number | null =>
  ascending.length === 0 ? null : quantileOf(ascending, share);

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const figuresOf = (asked: readonly Asked[], made: readonly Made[], expired: number): Figures => {
  const seconds = made.map((one) => one.seconds).toSorted((a, b) => a - b);
  const approvals = made.filter(({ proof }) => proof.purpose === 'approve');
  const overturned = approvals.filter((one) => one.overturned).length;
  const rejected = made.filter(({ proof }) => proof.purpose === 'reject').length;
  return {
    asked: asked.length,
    decided: made.length,
    approved: made.length - rejected,
    rejected,
    expired,
    medianSeconds: quantile(seconds, 0.5),
    p90Seconds: quantile(seconds, 0.9),
    quickShare: shareOf(made.filter((one) => isQuick(one.seconds * 1000)).length, made.length),
    overturned,
    overturnedShare: shareOf(overturned, approvals.length),
  };
};

const ofPerson = (approver: string, asked: readonly Asked[], ended: readonly Asked[]): Figures => {
  const decidedBy = ({ decisions }: Asked): boolean => decisions.some(({ proof }) => proof.approver === approver);
  const theirs = asked.filter((one) => one.request.approvers.includes(approver) || decidedBy(one));
  const made = theirs.flatMap(madeIn).filter(({ proof }) => proof.approver === approver);
  return figuresOf(theirs, made, theirs.filter((one) => ended.includes(one) && !decidedBy(one)).length);
};

/** How people decide, all together and each of them: what approval fatigue would show in. */
export const approvalFigures = (asked: readonly Asked[], now: Date): ApprovalFigures => {
  const made = asked.flatMap(madeIn);
  const ended = asked.filter(({ request }) => ranOut(request, now));
  const people = new Set([
    ...asked.flatMap(({ request }) => request.approvers),
    ...made.map(({ proof }) => proof.approver),
  ]);
  return {
    all: figuresOf(asked, made, ended.length),
    approvers: [...people].toSorted().map((approver) => ({ approver, ...ofPerson(approver, asked, ended) })),
  };
};

import type { Incident } from '../incident/incident.ts';
import type { ChoiceSet } from '../remediation/proposal.ts';
import type { Decision, ProofFields } from './proof.ts';
import type { ApprovalRequest } from './request.ts';

/** Everything a decision is made on, as stored. Nothing in it is believed before `decide` compared it with its digests. */
export type ApprovalCase = {
  request: ApprovalRequest;
  decisions: readonly Decision[];
  /** Undefined when the stored choices are missing or cannot be read: then nothing can be approved. */
  choiceSet: ChoiceSet | undefined;
  incident: Incident;
  /** For a rollback: the digest of the change that was approved before. */
  executedDigest?: string;
};

/** What the person pressed. Who they are comes from their identity and the roster, never from here. */
export type DecisionInput = {
  decision: 'approve' | 'reject';
  digest: string;
  reason?: string | undefined;
  /** What was typed to confirm it: `nameToType` of the choice. */
  confirm?: string | undefined;
  rollbackConsent: boolean;
  /** In an emergency: to approve high risk without the second person. */
  breakGlass?: boolean | undefined;
};

/** What a decision does to the request: it completes the quorum, ends it, or waits for another person. */
export type Effect = 'completes' | 'rejects' | 'waits';

/** The answer to a person who pressed a button. Only `decided` leads to a write. */
export type Ruling =
  /** `example`: asked in mode `propose`, so that it is never executed. */
  | { kind: 'decided'; proof: ProofFields; effect: Effect; reason?: string; example?: true }
  | { kind: 'already'; by: string; decision: 'approved' | 'rejected'; at: string }
  | { kind: 'late'; expiredAt: string }
  | { kind: 'void'; why: string }
  | { kind: 'digest-mismatch'; why: string }
  | { kind: 'not-permitted'; why: string }
  | { kind: 'reason-needed'; why: string }
  | { kind: 'confirm-needed'; why: string };

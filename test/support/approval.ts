import { approvalIdFor } from '../../core/approval/approval-id.ts';
import { type Decision, type ProofFields, signProof } from '../../core/approval/proof.ts';
import type { ApprovalRequest } from '../../core/approval/request.ts';
import { choiceSetDigest, proposalDigest } from '../../core/remediation/digest.ts';
import type { ChoiceSet } from '../../core/remediation/proposal.ts';
import { localMac } from '../../local/ports/macs.ts';
import { later, start } from './incident.ts';
import { choiceSet } from './proposal.ts';

export const proofKey = localMac(new Uint8Array(32).fill(7));

export const request = (change: Partial<ApprovalRequest> = {}, choices = choiceSet()): ApprovalRequest => ({
  approvalId: approvalIdFor(choices.incidentId, change.purpose ?? 'change'),
  purpose: 'change',
  incidentId: choices.incidentId,
  choiceSetDigest: choiceSetDigest(choices),
  approvers: ['alice', 'bob'],
  quorum: choices.choices[0]?.quorum ?? { people: 1, roles: 1 },
  status: 'approved',
  createdAt: start.toISOString(),
  expiresAt: later(900).toISOString(),
  version: 1,
  ...change,
});

export const proofFields = (change: Partial<ProofFields> = {}, choices: ChoiceSet = choiceSet()): ProofFields => ({
  version: 1,
  purpose: 'approve',
  incidentId: choices.incidentId,
  approvalId: approvalIdFor(choices.incidentId, change.purpose === 'rollback' ? 'rollback' : 'change'),
  choiceSetDigest: choiceSetDigest(choices),
  chosenDigest: proposalDigest(
    choices.choices[0] ??
      (() => {
        throw new Error('no choice');
      })(),
  ),
  approver: 'alice',
  role: 'analyst',
  identity: 'oidc',
  breakGlass: false,
  rollbackConsent: true,
  decidedAt: later(60).toISOString(),
  executeBy: later(360).toISOString(),
  rollbackBy: later(3660).toISOString(),
  ...change,
});

/** A decision as approval-api would have signed it. */
export const decision = async (change: Partial<ProofFields> = {}, choices?: ChoiceSet): Promise<Decision> => {
  const proof = proofFields(change, choices);
  return { proof, mac: await signProof(proofKey.generator, proof) };
};

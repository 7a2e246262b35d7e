import type { ProofFields } from '../../../core/approval/proof.ts';
import { ApprovalRequest, requestItem } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import { advance, readIncident } from '../../../core/incident/step.ts';
import type { Table } from '../../../core/incident/table.ts';
import { choiceSetDigest, proposalDigest } from '../../../core/remediation/digest.ts';
import { ChoiceSet } from '../../../core/remediation/proposal.ts';
import type { Plant } from '../plant.ts';

/** Somebody who can write the whole table approves in the name of an approver, without the proof key. */
const forgeApproval = async (table: Table, id: string): Promise<void> => {
  const incident = await readIncident(table, id);
  const choices = ChoiceSet.parse((await table.get(keys.proposal(id)))?.['body']);
  const [choice] = choices.choices;
  if (incident?.approvalId === undefined || choice === undefined) throw new Error('there is nothing to forge');
  const request = ApprovalRequest.parse(await table.get(keys.approval(incident.approvalId)));
  const at = new Date(incident.changedAt);
  const later = (minutes: number): string => new Date(at.getTime() + minutes * 60_000).toISOString();
  const proof = {
    version: 1,
    purpose: 'approve',
    incidentId: id,
    approvalId: request.approvalId,
    choiceSetDigest: choiceSetDigest(choices),
    chosenDigest: proposalDigest(choice),
    approver: 'alice',
    role: 'analyst',
    identity: 'iam',
    breakGlass: false,
    rollbackConsent: true,
    decidedAt: at.toISOString(),
    executeBy: later(5),
    rollbackBy: later(60),
  } satisfies ProofFields;
  const mac = Buffer.alloc(32, 1).toString('base64url');
  const due = { at: later(1), does: 'again', attempt: 0 } as const;
  const versions = { policy: 'forged', function: 'forged' };
  await advance(table, incident, { to: 'approved', by: 'approval-api', at, due, versions }, [
    { kind: 'create', item: { ...keys.decision(request.approvalId, 'alice'), proof, mac } },
    { kind: 'replace', item: requestItem({ ...request, status: 'approved', version: request.version + 1 }), when: [] },
  ]);
};

/** The forged approval alone: everything must hold against it. */
export const forged: Plant = {
  onStatus: async ({ id, status }, table) => {
    if (status === 'awaiting_approval') await forgeApproval(table, id);
  },
};

/** The forged approval, and a verifier that believes everything. */
export const credulous: Plant = {
  ...forged,
  ports: (ports) => ({ ...ports, proofVerifier: { verify: async () => true } }),
};

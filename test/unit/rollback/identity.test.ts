import { describe, expect, it } from 'vitest';
import type { ProofFields } from '../../../core/approval/proof.ts';
import { requestItem } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import { Policy } from '../../../core/policy/policy.ts';
import type { Proposal } from '../../../core/remediation/proposal.ts';
import { consentOf } from '../../../functions/rollback/consent.ts';
import { decision, request } from '../../support/approval.ts';
import { later } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { world } from '../../support/world.ts';

const high = proposal({ risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } });
const medium = proposal({ risk: { level: 'medium', factors: [] } });
const stricter = policyLayer({ policy: Policy.parse({}), version: 'policy-2' });
const bob = { approver: 'bob', role: 'admin', decidedAt: later(61).toISOString() } as const;

/** What a change and, where it was asked for, its rollback were approved with; judged under a policy that became stricter. */
const consent = async (choice: Proposal, change: Partial<ProofFields>[], rollback?: Partial<ProofFields>[]) => {
  const choices = choiceSet(choice);
  const signed = (made: Partial<ProofFields>[], purpose: 'approve' | 'rollback') =>
    Promise.all(made.map((one) => decision({ ...one, purpose, rollbackConsent: rollback === undefined }, choices)));
  const asked = request({ purpose: 'rollback' }, choices);
  const w = await world({
    choices,
    decisions: await signed(change, 'approve'),
    incident: {
      status: 'fix_ineffective',
      ...(rollback === undefined ? {} : { rollbackApprovalId: asked.approvalId }),
    },
  });
  if (rollback !== undefined) {
    await w.deps.table.transact([
      { kind: 'create', item: requestItem(asked) },
      ...(await signed(rollback, 'rollback')).map((one) => ({
        kind: 'create' as const,
        item: { ...keys.decision(asked.approvalId, one.proof.approver), ...one },
      })),
    ]);
  }
  return consentOf({ ...w.deps, policy: stricter }, await w.read());
};

describe('a rollback under a policy that became stricter', () => {
  it.each<[string, Proposal, Partial<ProofFields>[]]>([
    ['a link that it does not take any more', medium, [{ identity: 'link' }]],
    ['an admin who broke the glass', high, [{ ...bob, breakGlass: true }]],
  ])('is consented to by what the change was approved with: %s', async (_name, choice, proofs) => {
    expect(await consent(choice, proofs)).toMatchObject({ kind: 'consented' });
  });

  it('is approved by a link where that was enough', async () => {
    expect(await consent(medium, [{}], [{ identity: 'link' }])).toMatchObject({ kind: 'consented' });
  });

  it('is approved by an admin alone who broke the glass', async () => {
    expect(await consent(high, [{}, bob], [{ ...bob, breakGlass: true }])).toMatchObject({ kind: 'consented' });
  });
});

describe('a rollback of a high-risk change', () => {
  it('is not approved by links, whatever any policy says or said', async () => {
    const both = [{}, bob];
    expect(await consent(high, both, both)).toMatchObject({ kind: 'consented' });
    for (const weak of [0, 1]) {
      const proofs = both.map((one, index) => (index === weak ? { ...one, identity: 'link' as const } : one));
      expect(await consent(high, both, proofs)).toMatchObject({ kind: 'refused' });
    }
  });

  it('is not consented to by links either', async () => {
    expect(await consent(high, [{ identity: 'link' }, bob])).toMatchObject({ kind: 'refused' });
  });
});

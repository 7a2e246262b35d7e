import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyAuthority } from '../../../core/approval/authority.ts';
import type { Decision } from '../../../core/approval/proof.ts';
import { choiceSetDigest, proposalDigest } from '../../../core/remediation/digest.ts';
import { Roster } from '../../../core/policy/roster.ts';
import { localMac } from '../../../local/ports/macs.ts';
import { decision, proofFields, proofKey, request } from '../../support/approval.ts';
import { incident, later } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

const { id } = incident();
const { roster } = policyLayer();
const high = choiceSet(proposal({ risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } }));

const verify = (decisions: readonly Decision[], choices = choiceSet(), stored = request({}, choices)) =>
  verifyAuthority({ request: stored, decisions, choices }, id, proofKey.verifier, roster);

describe('authority from proofs', () => {
  it('grants exactly what was approved', async () =>
    expect(await verify([await decision()])).toEqual({
      kind: 'granted',
      proposal: proposal(),
      digest: proposalDigest(proposal()),
      approver: roster.approvers[0],
      approvalId: request().approvalId,
      rollbackConsented: true,
      executeBy: later(360),
      rollbackBy: later(3660),
    }));

  it('refuses every change of one proof field in the table', async () => {
    const signed = await decision();
    const altered: Partial<Record<keyof typeof signed.proof, unknown>> = {
      purpose: 'reject',
      incidentId: 'inc-other',
      approvalId: 'f'.repeat(32),
      choiceSetDigest: '0'.repeat(64),
      chosenDigest: '0'.repeat(64),
      approver: 'bob',
      role: 'admin',
      rollbackConsent: false,
      decidedAt: later(61).toISOString(),
      executeBy: later(9999).toISOString(),
      rollbackBy: later(9999).toISOString(),
    };
    for (const [field, value] of Object.entries(altered)) {
      const forged: Decision = { ...signed, proof: { ...signed.proof, [field]: value } };
      expect((await verify([forged])).kind, field).toBe('refused');
    }
  });

  it('refuses a reject that was flipped to approve', async () => {
    const reject = await decision({ purpose: 'reject' });
    expect(await verify([reject])).toMatchObject({ kind: 'refused', reason: 'alice rejected' });
    const flipped = { ...reject, proof: { ...reject.proof, purpose: 'approve' as const } };
    expect(await verify([flipped])).toMatchObject({ kind: 'refused', reason: 'the proof of alice does not verify' });
  });

  it('refuses any other MAC', async () => {
    const signed = await decision();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 0, maxLength: 40 }), async (bytes) => {
        const mac = Buffer.from(bytes).toString('base64url');
        fc.pre(mac !== signed.mac);
        expect((await verify([{ ...signed, mac }])).kind).toBe('refused');
      }),
    );
    const other = localMac(new Uint8Array(32).fill(8));
    const { proof } = signed;
    const mac = Buffer.from(await other.generator.generate(new Uint8Array([1]))).toString('base64url');
    expect((await verify([{ proof, mac }])).kind).toBe('refused');
  });

  it('refuses when one byte of a stored choice changed', async () => {
    const [first] = choiceSet().choices;
    if (first === undefined) throw new Error('no choice');
    const swapped = structuredClone(choiceSet());
    const field = swapped.choices[0]?.actions[0]?.touched[0];
    if (field === undefined) throw new Error('no field');
    field.after = '2Gi';
    expect(choiceSetDigest(swapped)).not.toBe(choiceSetDigest(choiceSet()));
    expect(await verify([await decision()], swapped, request())).toMatchObject({ kind: 'refused' });
  });

  it('refuses without any proof, whatever the request row says', async () =>
    expect(await verify([], choiceSet(), request({ status: 'approved' }))).toMatchObject({ kind: 'refused' }));

  it('refuses somebody who left the roster or changed role', async () => {
    const empty = Roster.parse({ approvers: [] });
    const claimed = { request: request(), decisions: [await decision()], choices: choiceSet() };
    expect((await verifyAuthority(claimed, id, proofKey.verifier, empty)).kind).toBe('refused');
    expect((await verify([await decision({ role: 'admin' })])).kind).toBe('refused');
  });

  it('refuses the proof of a viewer', async () =>
    expect((await verify([await decision({ approver: 'carol', role: 'viewer' })])).kind).toBe('refused'));

  it('needs two people of two roles for high risk, even when the row asks for one', async () => {
    const one = await decision({}, high);
    const two = await decision({ approver: 'bob', role: 'admin', decidedAt: later(90).toISOString() }, high);
    const lowered = request({ quorum: { people: 1, roles: 1 } }, high);
    expect((await verify([one], high, lowered)).kind).toBe('refused');
    expect((await verify([one, one], high, lowered)).kind).toBe('refused');
    expect(await verify([two, one], high, lowered)).toMatchObject({ kind: 'granted', approver: { id: 'bob' } });
  });

  it('consents to rollback only if everybody does, and takes the earliest deadlines', async () => {
    const one = await decision({ rollbackConsent: false, executeBy: later(100).toISOString() }, high);
    const two = await decision({ approver: 'bob', role: 'admin', rollbackBy: later(200).toISOString() }, high);
    expect(await verify([one, two], high)).toMatchObject({
      rollbackConsented: false,
      executeBy: later(100),
      rollbackBy: later(200),
    });
  });

  it('refuses an approval given after the proposal expired', async () =>
    expect(await verify([await decision({ decidedAt: later(901).toISOString() })])).toMatchObject({ kind: 'refused' }));

  it('does not take an approval for a rollback or a rollback for an approval', async () => {
    const rollbackRequest = request({ purpose: 'rollback' });
    const asApprove = await decision({ approvalId: rollbackRequest.approvalId });
    expect((await verify([asApprove], choiceSet(), rollbackRequest)).kind).toBe('refused');
    const asRollback = await decision({ purpose: 'rollback', approvalId: request().approvalId });
    expect((await verify([asRollback])).kind).toBe('refused');
    expect((await verify([await decision({ purpose: 'rollback' })], choiceSet(), rollbackRequest)).kind).toBe(
      'granted',
    );
  });

  it('belongs to one incident', async () => {
    const claimed = { request: request(), decisions: [await decision()], choices: choiceSet() };
    const other = await verifyAuthority(claimed, 'inc-other', proofKey.verifier, roster);
    expect(other.kind).toBe('refused');
    expect(proofFields().incidentId).toBe(id);
  });
});

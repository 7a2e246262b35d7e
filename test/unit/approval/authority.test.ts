import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyAuthority } from '../../../core/approval/authority.ts';
import type { ProofRules } from '../../../core/approval/enough.ts';
import type { Decision, ProofFields } from '../../../core/approval/proof.ts';
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
      approvedAt: later(60),
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
      identity: 'iam',
      breakGlass: true,
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

  it('refuses the approval of whoever asked for the change, and takes that of another', async () => {
    const asked = choiceSet(proposal({ askedBy: 'alice' }));
    expect(await verify([await decision({}, asked)], asked)).toMatchObject({
      kind: 'refused',
      reason: 'alice asked for this change and may not approve it',
    });
    expect(await verify([await decision({ approver: 'bob', role: 'admin' }, asked)], asked)).toMatchObject({
      kind: 'granted',
    });
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

describe('the identity behind a proof', () => {
  const medium = choiceSet(proposal({ risk: { level: 'medium', factors: [] } }));
  const rules = { linkDecides: ['low' as const], breakGlass: false };
  const judge = async (made: Partial<ProofFields>[], choices = high, by: ProofRules | 'none' = rules) => {
    const decisions = await Promise.all(made.map((change) => decision(change, choices)));
    const claimed = { request: request({}, choices), decisions, choices };
    return verifyAuthority(claimed, id, proofKey.verifier, roster, by === 'none' ? undefined : by);
  };
  const alice = { identity: 'iam' } as const;
  const bob = { approver: 'bob', role: 'admin', identity: 'oidc', decidedAt: later(90).toISOString() } as const;

  it.each<[string, ProofRules | 'none']>([
    ['that makes a change', rules],
    ['whose policy would let links decide everything', { linkDecides: ['low', 'medium'], breakGlass: true }],
    ['that rolls back', 'none'],
  ])('is never a link alone for high risk, to a function %s', async (_name, by) => {
    expect(await judge([alice, bob], high, by)).toMatchObject({ kind: 'granted' });
    for (const weak of [
      [{ ...alice, identity: 'link' }, bob],
      [alice, { ...bob, identity: 'link' }],
    ] as const) {
      expect(await judge([...weak], high, by)).toMatchObject({
        kind: 'refused',
        about: 'proof',
        reason: expect.stringMatching(/by a link alone, which decides nothing of high risk/),
      });
    }
  });

  it('is a link alone where the policy of who makes the change says so, and only there', async () => {
    const link = { identity: 'link' } as const;
    expect(await judge([link], choiceSet())).toMatchObject({ kind: 'granted' });
    expect(await judge([link], medium)).toMatchObject({ kind: 'refused', about: 'proof' });
    expect(await judge([{ identity: 'iam' }], medium)).toMatchObject({ kind: 'granted' });
  });

  it('is not asked by a rollback when the policy became stricter after the approval', async () => {
    expect(await judge([{ identity: 'link' }], medium, 'none')).toMatchObject({ kind: 'granted' });
  });

  it('cannot be made a better one in the table', async () => {
    const signed = await decision({ identity: 'link' }, medium);
    const forged = { ...signed, proof: { ...signed.proof, identity: 'iam' as const } };
    const claimed = { request: request({}, medium), decisions: [forged], choices: medium };
    expect(await verifyAuthority(claimed, id, proofKey.verifier, roster, rules)).toMatchObject({
      kind: 'refused',
      reason: 'the proof of alice does not verify',
    });
  });
});

describe('a proof by break-glass', () => {
  const on = { linkDecides: [], breakGlass: true };
  const admin = { approver: 'bob', role: 'admin', identity: 'iam', breakGlass: true } as const;
  const judge = async (made: Partial<ProofFields>[], choices = high, by: ProofRules | 'none' = on) => {
    const decisions = await Promise.all(made.map((change) => decision(change, choices)));
    const claimed = { request: request({}, choices), decisions, choices };
    return verifyAuthority(claimed, id, proofKey.verifier, roster, by === 'none' ? undefined : by);
  };

  it('of one admin is enough for high risk where the policy of who executes has it', async () => {
    expect(await judge([admin])).toMatchObject({ kind: 'granted', approver: { id: 'bob' } });
    expect(await judge([{ identity: 'oidc' }, admin])).toMatchObject({ kind: 'granted' });
  });

  it('is undone like any other, whatever the policy has become', async () => {
    expect(await judge([admin], high, 'none')).toMatchObject({ kind: 'granted' });
  });

  it.each<[string, Promise<unknown>]>([
    ['where the policy has it not', judge([admin], high, { linkDecides: [], breakGlass: false })],
    ['of an analyst', judge([{ breakGlass: true }])],
    ['by a link', judge([{ ...admin, identity: 'link' }])],
    ['for a lower risk', judge([admin], choiceSet())],
    ['twice', judge([admin, { identity: 'oidc', breakGlass: true }])],
  ])('is refused %s', async (_name, verdict) => {
    expect(await verdict).toMatchObject({ kind: 'refused', about: 'proof' });
  });

  it('cannot be written into the table', async () => {
    const signed = await decision({ ...admin, breakGlass: false }, high);
    const forged = { ...signed, proof: { ...signed.proof, breakGlass: true } };
    const claimed = { request: request({}, high), decisions: [forged], choices: high };
    expect(await verifyAuthority(claimed, id, proofKey.verifier, roster, on)).toMatchObject({
      reason: 'the proof of bob does not verify',
    });
  });
});

describe('whoever was away', () => {
  const away = Roster.parse({
    approvers: [
      { id: 'alice', name: 'Alice', role: 'analyst', teams: ['checkout'] },
      {
        id: 'dora',
        name: 'Dora',
        role: 'analyst',
        teams: ['ledger'],
        away: [{ from: later(0).toISOString(), until: later(120).toISOString(), delegate: 'alice' }],
      },
    ],
  });
  const judge = async (change: Partial<ProofFields>) => {
    const claimed = { request: request(), decisions: [await decision(change)], choices: choiceSet() };
    return verifyAuthority(claimed, id, proofKey.verifier, away);
  };

  it('proves nothing by a decision of that time, and everything by one before or after', async () => {
    const at = (seconds: number) => ({ approver: 'dora', decidedAt: later(seconds).toISOString() });
    expect(await judge(at(60))).toMatchObject({ kind: 'refused' });
    expect(await judge(at(-1))).toMatchObject({ kind: 'granted' });
    expect(await judge(at(120))).toMatchObject({ kind: 'granted' });
  });

  it('is answered for by the delegate, for as long as they were away when it was decided', async () => {
    expect(await judge({ decidedAt: later(60).toISOString() })).toMatchObject({
      approver: { id: 'alice', teams: ['checkout', 'ledger'] },
    });
    expect(await judge({ decidedAt: later(120).toISOString() })).toMatchObject({ approver: { teams: ['checkout'] } });
  });
});

import { describe, expect, it } from 'vitest';
import { approvalIdFor } from '../../../core/approval/approval-id.ts';
import { decide } from '../../../core/approval/decide.ts';
import type { Identity } from '../../../core/approval/identity.ts';
import type { Decision, ProofFields } from '../../../core/approval/proof.ts';
import type { ApprovalCase, DecisionInput } from '../../../core/approval/ruling.ts';
import { Approver } from '../../../core/policy/roster.ts';
import { choiceSetDigest, proposalDigest } from '../../../core/remediation/digest.ts';
import type { ChoiceSet, Proposal } from '../../../core/remediation/proposal.ts';
import { proofFields, request } from '../../support/approval.ts';
import { incident, later } from '../../support/incident.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

const alice = Approver.parse({ id: 'alice', name: 'Alice', role: 'analyst' });
const bob = Approver.parse({ id: 'bob', name: 'Bob', role: 'admin' });
const carol = Approver.parse({ id: 'carol', name: 'Carol', role: 'viewer' });
const limits = {
  mode: 'execute' as const,
  linkDecides: ['low' as const, 'medium' as const],
  breakGlass: true,
  approvalMinutes: 15,
  executeWithinMinutes: 5,
  rollbackWithinMinutes: 60,
};
const two = { people: 2, roles: 2 };
const high = proposal({ risk: { level: 'high', factors: [] }, quorum: two });
const other = proposal({ actions: proposal().actions.slice(0, 1) });

const caseOf = (change: Partial<ApprovalCase> = {}, choices: ChoiceSet = choiceSet()): ApprovalCase => {
  const asked = request({ status: 'pending', version: 0, ...change.request }, choices);
  return {
    decisions: [],
    choiceSet: choices,
    incident: incident({ status: 'awaiting_approval', approvalId: asked.approvalId }),
    ...change,
    request: asked,
  };
};
const changeId = approvalIdFor(choiceSet().incidentId, 'change');
const rollbackCase = (change: Partial<ApprovalCase> = {}): ApprovalCase => {
  const asked = request({ purpose: 'rollback', status: 'pending', version: 0 });
  const ids = { approvalId: changeId, rollbackApprovalId: asked.approvalId };
  return {
    request: asked,
    decisions: [],
    choiceSet: choiceSet(),
    incident: incident({ status: 'awaiting_rollback_approval', ...ids }),
    executedDigest: proposalDigest(proposal()),
    ...change,
  };
};
const made = (change: Partial<ProofFields> = {}, choices?: ChoiceSet): Decision => ({
  proof: proofFields(change, choices),
  mac: 'x',
});
const click = (change: Partial<DecisionInput> = {}, choice: Proposal = proposal()): DecisionInput => ({
  decision: 'approve',
  digest: proposalDigest(choice),
  confirm: 'payments-api',
  rollbackConsent: true,
  ...change,
});
const ask = (
  approval: ApprovalCase,
  person = alice,
  input = click(),
  now = later(60),
  may = true,
  mode = limits.mode as 'execute' | 'propose',
) => decide(approval, { method: 'oidc', person }, input, now, { ...limits, mode }, () => may);
const askedAll = ['alice', 'bob', 'carol'];

describe('decide approval', () => {
  it('completes a quorum of one with a proof of exactly this choice', () => {
    expect(ask(caseOf())).toEqual({
      kind: 'decided',
      effect: 'completes',
      proof: proofFields({ decidedAt: later(60).toISOString() }),
    });
  });

  it('says of a change that was asked in mode propose that it is an example', () => {
    const shown = proposal({ mode: 'propose' });
    const ruling = ask(caseOf({}, choiceSet(shown)), alice, click({}, shown));
    expect(ruling).toMatchObject({ kind: 'decided', effect: 'completes', example: true });
  });

  it('signs nothing for a request that somebody gave more time than a link may live', () => {
    const expiresAt = later(961).toISOString();
    const choices = choiceSet(proposal({ expiresAt }));
    const approval = caseOf({ request: request({ expiresAt, status: 'pending' }, choices) }, choices);
    const input = click({}, proposal({ expiresAt }));
    expect(ask(approval, alice, input)).toMatchObject({ kind: 'void', why: expect.stringMatching(/15 minutes/) });
    expect(ask(approval, alice, input, later(62))).toMatchObject({ kind: 'decided' });
  });

  it('lets a decision that waits for another person live until that person could decide', () => {
    const ruling = ask(caseOf({}, choiceSet(high)), alice, click({ reason: 'needed' }, high));
    expect(ruling).toMatchObject({
      kind: 'decided',
      effect: 'waits',
      reason: 'needed',
      proof: { executeBy: later(900 + 300).toISOString(), rollbackBy: later(900 + 3600).toISOString() },
    });
  });

  it('completes with a second person of a second role', () => {
    const choices = choiceSet(high);
    const ruling = ask(caseOf({ decisions: [made({}, choices)] }, choices), bob, click({ reason: 'yes' }, high));
    expect(ruling).toMatchObject({ effect: 'completes', proof: { executeBy: later(360).toISOString() } });
  });

  it.each([
    ['the same role', { approver: 'dave', role: 'analyst' }],
    ['a viewer', { approver: 'carol', role: 'viewer' }],
    ['a decision of another request', { approver: 'dave', role: 'admin', approvalId: 'f'.repeat(32) }],
    ['a decision about other choices', { approver: 'dave', role: 'admin', choiceSetDigest: 'f'.repeat(64) }],
  ])('does not complete with %s', (_name, by) => {
    const choices = choiceSet(high);
    const ruling = ask(caseOf({ decisions: [made(by, choices)] }, choices), alice, click({ reason: 'yes' }, high));
    expect(ruling).toMatchObject({ kind: 'decided', effect: 'waits' });
  });

  it('asks two people for a high risk even where the proposal and the row say one', () => {
    const careless = proposal({ risk: { level: 'high', factors: [] } });
    const ruling = ask(caseOf({}, choiceSet(careless)), bob, click({ reason: 'yes' }, careless));
    expect(ruling).toMatchObject({ effect: 'waits' });
  });

  it('asks for what the row asks for when that is more than the proposal does', () => {
    expect(ask(caseOf({ request: request({ status: 'pending', quorum: two }) }))).toMatchObject({ effect: 'waits' });
  });

  it.each([true, false])('records rollback consent %s as given', (rollbackConsent) => {
    expect(ask(caseOf(), alice, click({ rollbackConsent }))).toMatchObject({ proof: { rollbackConsent } });
  });

  it('ends the request with one reject, without any consent, for the recommended choice', () => {
    const choices = choiceSet(proposal(), other);
    const ruling = ask(
      caseOf({}, choices),
      bob,
      click({ decision: 'reject', reason: ' too risky ' }, other),
      later(60),
      false,
    );
    expect(ruling).toMatchObject({
      kind: 'decided',
      effect: 'rejects',
      reason: 'too risky',
      proof: { purpose: 'reject', rollbackConsent: false, chosenDigest: proposalDigest(proposal()) },
    });
  });

  it('answers a second click with what the person decided before, even after expiry', () => {
    const decided = caseOf({ decisions: [made()], request: request({ status: 'approved' }) });
    const already = { kind: 'already', by: 'alice', decision: 'approved', at: later(60).toISOString() };
    expect(ask(decided)).toEqual(already);
    expect(ask(decided, bob, click(), later(9999))).toEqual(already);
  });

  it('answers with the reject that ended the request, whatever its status says', () => {
    expect(ask(caseOf({ decisions: [made({ approver: 'bob', role: 'admin', purpose: 'reject' })] }))).toMatchObject({
      kind: 'already',
      by: 'bob',
      decision: 'rejected',
    });
  });

  it.each([
    ['at the very moment of expiry', {}, later(900)],
    ['an expired request', { request: request({ status: 'expired' }) }, later(60)],
    ['an expired incident', { incident: incident({ status: 'expired', approvalId: changeId }) }, later(60)],
  ])('is late: %s', (_name, change, now) => {
    expect(ask(caseOf(change), alice, click(), now)).toEqual({ kind: 'late', expiredAt: later(900).toISOString() });
  });

  it('is late when the proposal itself has expired, although the row says otherwise', () => {
    const short = proposal({ expiresAt: later(30).toISOString() });
    expect(ask(caseOf({}, choiceSet(short)), alice, click({}, short))).toMatchObject({ kind: 'late' });
  });

  it.each<[string, ApprovalCase]>([
    ['a void request', caseOf({ request: request({ status: 'void' }) })],
    ['an approved request without a decision', caseOf({ request: request({ status: 'approved' }) })],
    ['an incident that recovered', caseOf({ incident: incident({ status: 'self_recovered', approvalId: changeId }) })],
    ['a newer request', caseOf({ incident: incident({ status: 'awaiting_approval', approvalId: 'f'.repeat(32) }) })],
    [
      'another incident',
      caseOf({ incident: incident({ id: 'inc-2', status: 'awaiting_approval', approvalId: changeId }) }),
    ],
    ['choices that cannot be read', caseOf({ choiceSet: undefined })],
    ['choices that were edited', caseOf({ choiceSet: choiceSet(other) })],
    ['choices in another order', caseOf({ choiceSet: choiceSet(other, proposal()) }, choiceSet(proposal(), other))],
    ['choices of another incident', caseOf({}, { ...choiceSet(proposal({ incidentId: 'inc-2' })) })],
  ])('is void: %s', (_name, approval) => {
    expect(ask(approval)).toMatchObject({ kind: 'void' });
  });

  it.each<[string, ApprovalCase, DecisionInput]>([
    ['a digest that is no choice', caseOf(), click({ digest: 'a'.repeat(64) })],
    [
      'a rejected digest that is no choice',
      caseOf(),
      click({ decision: 'reject', reason: 'no', digest: 'a'.repeat(64) }),
    ],
    [
      'another choice than the first approver took',
      caseOf({ decisions: [made({ approver: 'bob', role: 'admin' }, choiceSet(high, other))] }, choiceSet(high, other)),
      click({}, other),
    ],
  ])('is a digest mismatch: %s', (_name, approval, input) => {
    expect(ask(approval, alice, input)).toMatchObject({ kind: 'digest-mismatch' });
  });

  it.each<[string, ReturnType<typeof ask>]>([
    ['a viewer approves', ask(caseOf({ request: request({ status: 'pending', approvers: askedAll }) }), carol)],
    [
      'a viewer rejects',
      ask(
        caseOf({ request: request({ status: 'pending', approvers: askedAll }) }),
        carol,
        click({ decision: 'reject', reason: 'no' }),
      ),
    ],
    ['somebody who was not asked', ask(caseOf({ request: request({ status: 'pending', approvers: ['bob'] }) }))],
    ['the policy says no', ask(caseOf(), alice, click(), later(60), false)],
    ['the mode lets nothing be approved', ask(caseOf(), alice, click(), later(60), true, 'propose')],
    [
      'the policy says no and the person would keep a failed change',
      ask(rollbackCase(), alice, click({ decision: 'reject', reason: 'keep' }), later(60), false),
    ],
  ])('is not permitted: %s', (_name, ruling) => {
    expect(ruling).toMatchObject({ kind: 'not-permitted' });
  });

  it.each<[string, ApprovalCase, DecisionInput]>([
    ['a reject', caseOf(), click({ decision: 'reject' })],
    ['a reject with blanks', caseOf(), click({ decision: 'reject', reason: '  ' })],
    ['a reject with nothing that can be seen', caseOf(), click({ decision: 'reject', reason: '\u200b\u2060\u202e' })],
    ['a high risk', caseOf({}, choiceSet(high)), click({}, high)],
    ['keeping a change that failed', rollbackCase(), click({ decision: 'reject' })],
  ])('needs a reason: %s', (_name, approval, input) => {
    expect(ask(approval, alice, input)).toMatchObject({ kind: 'reason-needed' });
  });
});

describe('decide a rollback', () => {
  it('signs a proof of its own purpose, which consents', () => {
    expect(ask(rollbackCase(), alice, click({ rollbackConsent: false }))).toMatchObject({
      kind: 'decided',
      effect: 'completes',
      proof: { purpose: 'rollback', rollbackConsent: true, chosenDigest: proposalDigest(proposal()) },
    });
  });

  it('is never blocked by the mode', () => {
    expect(ask(rollbackCase(), alice, click(), later(60), true, 'propose')).toMatchObject({ kind: 'decided' });
  });

  it('is about the executed change and no other', () => {
    const choices = choiceSet(proposal(), other);
    const asked = request({ purpose: 'rollback', status: 'pending', choiceSetDigest: choiceSetDigest(choices) });
    const approval = rollbackCase({ choiceSet: choices, request: asked });
    expect(ask(approval, alice, click({}, other))).toMatchObject({ kind: 'digest-mismatch' });
    const { executedDigest: _gone, ...unknown } = approval;
    expect(ask(unknown)).toMatchObject({ kind: 'digest-mismatch' });
  });

  it('is late at the very moment of its expiry, whatever the proposal says', () => {
    const lasting = proposal({ expiresAt: later(9999).toISOString() });
    const choices = choiceSet(lasting);
    const asked = request({ purpose: 'rollback', status: 'pending' }, choices);
    const approval = rollbackCase({ request: asked, choiceSet: choices, executedDigest: proposalDigest(lasting) });
    expect(ask(approval, alice, click({}, lasting), later(899))).toMatchObject({ kind: 'decided' });
    expect(ask(approval, alice, click({}, lasting), later(900))).toMatchObject({ kind: 'late' });
  });

  it('keeps the change with a reason', () => {
    expect(ask(rollbackCase(), bob, click({ decision: 'reject', reason: 'it helps' }))).toMatchObject({
      effect: 'rejects',
      proof: { purpose: 'reject', rollbackConsent: false, chosenDigest: proposalDigest(proposal()) },
    });
  });
});

describe('a link alone', () => {
  const medium = proposal({ risk: { level: 'medium', factors: [] } });
  const byLink = (
    approval: ApprovalCase,
    input: DecisionInput,
    linkDecides: ('low' | 'medium')[] = ['low', 'medium'],
    person = bob,
  ) => decide(approval, { method: 'link', person }, input, later(60), { ...limits, linkDecides }, () => true);
  const no = click({ decision: 'reject', reason: 'no' });
  const refusal = (level: string) => ({
    kind: 'not-permitted',
    why: `a link alone only views a ${level}-risk change: sign in, or sign the request with AWS credentials`,
  });

  it('decides the risks that the policy names, and its proof says that it was a link', () => {
    expect(byLink(caseOf(), click())).toMatchObject({
      kind: 'decided',
      proof: { identity: 'link', breakGlass: false },
    });
    expect(byLink(caseOf({}, choiceSet(medium)), click({}, medium))).toMatchObject({ kind: 'decided' });
  });

  it.each([
    ['high', high, ['low', 'medium']],
    ['medium', medium, ['low']],
    ['low', proposal(), []],
  ] as const)('only views a risk that is %s where the policy does not name it', (level, choice, named) => {
    const approval = caseOf({}, choiceSet(choice));
    expect(byLink(approval, click({ reason: 'yes' }, choice), [...named])).toEqual(refusal(level));
    expect(byLink(approval, { ...no, digest: proposalDigest(choice) }, [...named])).toEqual(refusal(level));
    for (const method of ['iam', 'oidc'] as const) {
      const who = { method, person: bob };
      const ruling = decide(approval, who, click({ reason: 'yes' }, choice), later(60), limits, () => true);
      expect(ruling).toMatchObject({ kind: 'decided', proof: { identity: method } });
    }
  });

  it('only views high risk even where a policy names it', () => {
    const named = ['high'] as unknown as ('low' | 'medium')[];
    expect(byLink(caseOf({}, choiceSet(high)), click({ reason: 'yes' }, high), named)).toEqual(refusal('high'));
  });

  it('rejects as a whole what it could decide in part', () => {
    const choices = choiceSet(high, other);
    expect(byLink(caseOf({}, choices), click({ reason: 'yes' }, high))).toEqual(refusal('high'));
    expect(byLink(caseOf({}, choices), { ...no, digest: proposalDigest(high) })).toMatchObject({ effect: 'rejects' });
    expect(byLink(caseOf({}, choices), click({}, other))).toMatchObject({ kind: 'decided' });
  });

  it.each(['approve', 'reject'] as const)('does not %s the rollback of a high-risk change', (decision) => {
    const choices = choiceSet(high, other);
    const asked = request({ purpose: 'rollback', status: 'pending' }, choices);
    const approval = rollbackCase({ request: asked, choiceSet: choices, executedDigest: proposalDigest(high) });
    expect(byLink(approval, click({ decision, reason: 'so' }, high))).toEqual(refusal('high'));
    expect(ask(approval, bob, click({ decision, reason: 'so' }, high))).toMatchObject({ kind: 'decided' });
  });

  it('is told first when somebody may not decide at all', () => {
    const person = { ...alice, role: 'viewer' as const };
    const who = { method: 'link' as const, person, onlyLooks: 'alice is away until noon' };
    expect(decide(caseOf(), who, click(), later(60), limits, () => true)).toEqual({
      kind: 'not-permitted',
      why: 'alice is away until noon',
    });
  });
});

describe('break-glass', () => {
  const approval = caseOf({}, choiceSet(high));
  const alone = (
    who: Identity = { method: 'iam', person: bob },
    input: Partial<DecisionInput> = {},
    { on = true, may = true, asked = approval, choice = high } = {},
  ) =>
    decide(
      asked,
      who,
      click({ reason: 'the database is down', breakGlass: true, ...input }, choice),
      later(60),
      { ...limits, breakGlass: on },
      () => may,
    );

  it('lets one admin approve high risk alone, at once, in a proof that says so', () => {
    expect(alone()).toMatchObject({
      kind: 'decided',
      effect: 'completes',
      reason: 'the database is down',
      proof: { approver: 'bob', identity: 'iam', breakGlass: true, executeBy: later(360).toISOString() },
    });
  });

  it.each<[string, ReturnType<typeof alone>, string]>([
    ['by a policy without it', alone(undefined, {}, { on: false }), 'not-permitted'],
    ['by an analyst', alone({ method: 'iam', person: alice }), 'not-permitted'],
    ['by a link', alone({ method: 'link', person: bob }), 'not-permitted'],
    ['without a reason', alone(undefined, { reason: ' ' }), 'reason-needed'],
    ['where Cedar says no, as it does to whoever proposed it', alone(undefined, {}, { may: false }), 'not-permitted'],
    [
      'of a lower risk, however many people it takes',
      alone(
        undefined,
        {},
        { asked: caseOf({ request: request({ status: 'pending', quorum: two }) }), choice: proposal() },
      ),
      'not-permitted',
    ],
  ])('is refused %s', (_name, ruling, kind) => {
    expect(ruling).toMatchObject({ kind });
  });

  it('is not used where the usual approval is enough', () => {
    const choices = choiceSet(high);
    const second = alone(undefined, {}, { asked: caseOf({ decisions: [made({}, choices)] }, choices) });
    expect(second).toMatchObject({ effect: 'completes', proof: { breakGlass: false } });
    expect(alone(undefined, { decision: 'reject' })).toMatchObject({ effect: 'rejects', proof: { breakGlass: false } });
  });

  it('waits for another person when nobody asked for it', () => {
    expect(alone(undefined, { breakGlass: undefined })).toMatchObject({
      effect: 'waits',
      proof: { breakGlass: false },
    });
  });

  it('restores what a high-risk change left, too', () => {
    const choices = choiceSet(high);
    const asked = request({ purpose: 'rollback', status: 'pending' }, choices);
    const rollback = rollbackCase({ request: asked, choiceSet: choices, executedDigest: proposalDigest(high) });
    expect(alone(undefined, {}, { asked: rollback })).toMatchObject({
      effect: 'completes',
      proof: { purpose: 'rollback', breakGlass: true },
    });
  });
});

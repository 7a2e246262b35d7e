import { describe, expect, it } from 'vitest';
import { approvalIdFor } from '../../../core/approval/approval-id.ts';
import { decide } from '../../../core/approval/decide.ts';
import type { Identity } from '../../../core/approval/identity.ts';
import type { ApprovalCase, DecisionInput } from '../../../core/approval/ruling.ts';
import { Approver } from '../../../core/policy/roster.ts';
import { proposalDigest } from '../../../core/remediation/digest.ts';
import { proofFields, request } from '../../support/approval.ts';
import { incident, later } from '../../support/incident.ts';
import { choiceSet, highRisk, proposal } from '../../support/proposal.ts';

const alice = Approver.parse({ id: 'alice', name: 'Alice', role: 'analyst' });
const limits = {
  mode: 'execute' as const,
  linkDecides: [],
  breakGlass: true,
  approvalMinutes: 15,
  executeWithinMinutes: 5,
  rollbackWithinMinutes: 60,
};
const other = proposal({ title: 'another' });

const caseOf = (choices = choiceSet(), change: Partial<ApprovalCase> = {}): ApprovalCase => {
  const asked = request({ status: 'pending', version: 0 }, choices);
  return {
    request: asked,
    decisions: [],
    choiceSet: choices,
    incident: incident({ status: 'awaiting_approval', approvalId: asked.approvalId }),
    ...change,
  };
};
const rollbackOf = (choices = choiceSet(), executed = proposal()): ApprovalCase => {
  const asked = request({ purpose: 'rollback', status: 'pending' }, choices);
  return caseOf(choices, {
    request: asked,
    executedDigest: proposalDigest(executed),
    incident: incident({
      status: 'awaiting_rollback_approval',
      approvalId: approvalIdFor(choices.incidentId, 'change'),
      rollbackApprovalId: asked.approvalId,
    }),
  });
};
const click = (
  approval: ApprovalCase,
  change: Partial<DecisionInput> = {},
  who: Partial<Identity> = {},
  seconds = 60,
) =>
  decide(
    approval,
    { method: 'oidc', person: alice, ...who },
    {
      decision: 'approve',
      digest: proposalDigest(approval.choiceSet?.choices[0] ?? proposal()),
      confirm: 'payments-api',
      rollbackConsent: true,
      ...change,
    },
    later(seconds),
    limits,
    () => true,
  );
const chosenBefore = { proof: proofFields({ approver: 'bob' }, choiceSet(proposal(), other)), mac: 'x' };
const chosenDigest = proposalDigest(proposal()).slice(0, 12);

describe('a click that decides nothing', () => {
  it.each<[string, ReturnType<typeof click>, object]>([
    [
      'on something else than is stored',
      click(caseOf(), { digest: 'a'.repeat(64) }),
      { kind: 'digest-mismatch', why: 'what was shown is not what is stored; open the link again' },
    ],
    [
      'on another change than was executed',
      click(rollbackOf(choiceSet(proposal(), other)), { digest: proposalDigest(other) }),
      { kind: 'digest-mismatch', why: 'this is not the change that was executed' },
    ],
    [
      'on another choice than somebody else took',
      click(caseOf(choiceSet(proposal(), other), { decisions: [chosenBefore] }), { digest: proposalDigest(other) }),
      {
        kind: 'digest-mismatch',
        why: `bob approved ${chosenDigest}; all approvers must choose the same change`,
      },
    ],
    [
      'without a reason to reject',
      click(caseOf(), { decision: 'reject' }),
      { kind: 'reason-needed', why: 'a rejection needs a reason' },
    ],
    [
      'without a reason to keep',
      click(rollbackOf(), { decision: 'reject' }),
      { kind: 'reason-needed', why: 'keeping the change needs a reason' },
    ],
    [
      'without a reason for a high risk',
      click(caseOf(choiceSet(highRisk))),
      { kind: 'reason-needed', why: 'approving a high-risk change needs a reason' },
    ],
    [
      'without the name of the resource',
      click(caseOf(choiceSet(highRisk)), { reason: 'yes', confirm: 'payments' }),
      {
        kind: 'confirm-needed',
        why: 'approving a high-risk change needs the name of its resource, typed exactly',
      },
    ],
    [
      'alone, for a low risk',
      click(caseOf(choiceSet(), { request: request({ status: 'pending', quorum: { people: 2, roles: 2 } }) }), {
        breakGlass: true,
      }),
      { kind: 'not-permitted', why: 'break-glass is for high risk only; this is low' },
    ],
    [
      'by somebody who was not asked',
      click(caseOf(), {}, { person: { ...alice, id: 'dave' } }),
      { kind: 'not-permitted', why: 'dave was not asked to decide this request' },
    ],
    [
      'at the moment the proposal is over',
      click(caseOf(choiceSet(proposal({ expiresAt: later(60).toISOString() })))),
      { kind: 'late', expiredAt: later(60).toISOString() },
    ],
    [
      'in a request that lives longer than a link may',
      click(caseOf(choiceSet(), { request: request({ status: 'pending', expiresAt: later(960.001).toISOString() }) })),
      { kind: 'void', why: 'the request would live longer than 15 minutes' },
    ],
  ])('%s says why', (_what, ruling, said) => expect(ruling).toEqual(said));
});

describe('a click that decides', () => {
  it('on an alternative signs the alternative', () => {
    const approval = caseOf(choiceSet(proposal(), other));
    const ruling = click(approval, { digest: proposalDigest(other) });
    expect(ruling).toMatchObject({
      kind: 'decided',
      proof: { purpose: 'approve', chosenDigest: proposalDigest(other) },
    });
  });

  it('counts from the first moment of a request on', () => {
    expect(click(caseOf(), {}, {}, 0)).toMatchObject({ kind: 'decided', effect: 'completes' });
  });

  it('a moment before the proposal is over counts', () => {
    const soon = choiceSet(proposal({ expiresAt: later(60.001).toISOString() }));
    expect(click(caseOf(soon))).toMatchObject({ kind: 'decided' });
  });

  it('a rollback counts also when the proposal is over', () => {
    const over = proposal({ expiresAt: later(30).toISOString() });
    expect(click(rollbackOf(choiceSet(over), over))).toMatchObject({ kind: 'decided', effect: 'completes' });
  });

  it('of a reject, another choice may have been approved before', () => {
    const approval = caseOf(choiceSet(proposal(), other), { decisions: [chosenBefore] });
    const ruling = click(approval, { decision: 'reject', reason: 'no', digest: proposalDigest(other) });
    expect(ruling).toMatchObject({
      kind: 'decided',
      effect: 'rejects',
      proof: { chosenDigest: proposalDigest(proposal()) },
    });
  });

  it('keeps the change that was executed, and names it', () => {
    const both = choiceSet(proposal(), other);
    const ruling = click(rollbackOf(both, other), {
      decision: 'reject',
      reason: 'it helps',
      digest: proposalDigest(other),
    });
    expect(ruling).toEqual({
      kind: 'decided',
      effect: 'rejects',
      reason: 'it helps',
      proof: {
        ...proofFields({ purpose: 'rollback', decidedAt: later(60).toISOString() }, both),
        purpose: 'reject',
        rollbackConsent: false,
        chosenDigest: proposalDigest(other),
      },
    });
  });

  it('needs no reason, and keeps none that nobody gave', () => {
    expect(click(caseOf())).not.toHaveProperty('reason');
    expect(click(caseOf(), { reason: '  ' })).not.toHaveProperty('reason');
    expect(click(caseOf())).not.toHaveProperty('example');
  });

  it('in mode propose is an example, and its rollback is none', () => {
    const shown = proposal({ mode: 'propose' });
    expect(click(caseOf(choiceSet(shown)))).toMatchObject({ example: true });
    expect(click(rollbackOf(choiceSet(shown), shown))).not.toHaveProperty('example');
  });
});

import { describe, expect, it } from 'vitest';
import { approvalIdFor } from '../../../core/approval/approval-id.ts';
import type { Decision, ProofFields } from '../../../core/approval/proof.ts';
import type { ApprovalCase } from '../../../core/approval/ruling.ts';
import { decisionsOf, settled } from '../../../core/approval/settled.ts';
import { proofFields, request } from '../../support/approval.ts';
import { incident, later } from '../../support/incident.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

const changeId = approvalIdFor(choiceSet().incidentId, 'change');
const rollbackId = approvalIdFor(choiceSet().incidentId, 'rollback');
const made = (change: Partial<ProofFields> = {}): Decision => ({ proof: proofFields(change), mac: 'x' });
const caseOf = (change: Partial<ApprovalCase> = {}): ApprovalCase => ({
  request: request({ status: 'pending', version: 0 }),
  decisions: [],
  choiceSet: choiceSet(),
  incident: incident({ status: 'awaiting_approval', approvalId: changeId }),
  ...change,
});
const rollback = (change: Partial<ApprovalCase> = {}): ApprovalCase =>
  caseOf({
    request: request({ purpose: 'rollback', status: 'pending' }),
    incident: incident({
      status: 'awaiting_rollback_approval',
      approvalId: changeId,
      rollbackApprovalId: rollbackId,
    }),
    ...change,
  });
const ask = (approval: ApprovalCase, approver = 'alice', now = later(60)) => settled(approval, approver, now);

describe('a request', () => {
  it.each([
    ['of a change', caseOf()],
    ['of a rollback', rollback()],
  ])('%s can be decided until a moment before its end', (_what, open) => {
    expect(ask(open, 'alice', later(899.999))).toBeUndefined();
    expect(ask(open, 'alice', later(900))).toEqual({ kind: 'late', expiredAt: later(900).toISOString() });
  });

  it.each<[string, ApprovalCase, string]>([
    ['was voided', caseOf({ request: request({ status: 'void' }) }), 'the request is void'],
    [
      'is of another incident',
      caseOf({ incident: incident({ id: 'inc-2', status: 'awaiting_approval', approvalId: changeId }) }),
      'the request belongs to another incident',
    ],
    [
      'is not the newest',
      caseOf({ incident: incident({ status: 'awaiting_approval', approvalId: 'f'.repeat(32) }) }),
      'the incident has a newer request',
    ],
    [
      'is of a change, where the incident waits for a rollback',
      caseOf({ incident: rollback().incident }),
      'the incident is awaiting rollback approval now',
    ],
    [
      'is of a rollback, where the incident waits for a change',
      rollback({
        incident: incident({ status: 'awaiting_approval', approvalId: changeId, rollbackApprovalId: rollbackId }),
      }),
      'the incident is awaiting approval now',
    ],
    [
      'is of a rollback, with the id of the change',
      rollback({ incident: incident({ status: 'awaiting_rollback_approval', approvalId: rollbackId }) }),
      'the incident has a newer request',
    ],
    ['has no choices', caseOf({ choiceSet: undefined }), 'the stored proposal cannot be read'],
    [
      'has the choices of another incident',
      caseOf({ choiceSet: { ...choiceSet(), incidentId: 'inc-2' } }),
      'the stored proposal belongs to another incident',
    ],
    [
      'has one choice of another incident',
      caseOf({ choiceSet: choiceSet(proposal(), proposal({ incidentId: 'inc-2' })) }),
      'the stored proposal belongs to another incident',
    ],
    [
      'has other choices',
      caseOf({ choiceSet: choiceSet(proposal({ title: 'other' })) }),
      'the stored proposal is not the one this request was opened for',
    ],
  ])('that %s can no more', (_what, over, why) => expect(ask(over)).toEqual({ kind: 'void', why }));

  it.each<[string, ApprovalCase['request']['status'], string, Partial<ProofFields>[], object | undefined]>([
    ['own decision, while pending', 'pending', 'alice', [{}], { by: 'alice', decision: 'approved' }],
    ['own rejection', 'pending', 'bob', [{ approver: 'bob', purpose: 'reject' }], { by: 'bob', decision: 'rejected' }],
    [
      'rejection of somebody else',
      'pending',
      'alice',
      [{ approver: 'bob', purpose: 'reject' }, { approver: 'erin' }],
      { by: 'bob', decision: 'rejected' },
    ],
    ['one approval of two', 'pending', 'alice', [{ approver: 'bob' }], undefined],
    ['last approval', 'approved', 'alice', [{ approver: 'bob' }], { by: 'bob', decision: 'approved' }],
    ['last one of a rejected row', 'rejected', 'alice', [{ approver: 'bob' }], { by: 'bob', decision: 'approved' }],
  ])('is answered by the %s', (_what, status, who, decisions, said) => {
    const answer = ask(caseOf({ request: request({ status }), decisions: decisions.map(made) }), who);
    if (said === undefined) expect(answer).toBeUndefined();
    else expect(answer).toEqual({ kind: 'already', at: later(60).toISOString(), ...said });
  });

  it.each(['void', 'expired'] as const)('that is %s is not answered by an approval of somebody else', (status) => {
    const over = caseOf({ request: request({ status }), decisions: [made({ approver: 'bob' })] });
    expect(ask(over)).toMatchObject({ kind: status === 'void' ? 'void' : 'late' });
  });

  it.each([
    ['has expired', { request: request({ status: 'expired' }) }],
    ['is of an incident that has', { incident: incident({ status: 'expired', approvalId: changeId }) }],
  ])('that %s is late, whatever the clock says', (_what, change) =>
    expect(ask(caseOf(change), 'alice', later(1))).toMatchObject({ kind: 'late' }),
  );

  it('has the decisions made on it and no others, the first one first', () => {
    const [last, first] = [made({ decidedAt: later(90).toISOString() }), made({ approver: 'bob' })];
    const foreign = [
      made({ approvalId: 'f'.repeat(32) }),
      made({ incidentId: 'inc-2', approvalId: changeId }),
      made({ choiceSetDigest: 'f'.repeat(64) }),
    ];
    expect(decisionsOf(caseOf({ decisions: [last, ...foreign, first] }))).toEqual([first, last]);
  });
});

import { describe, expect, it } from 'vitest';
import { decisionWrites } from '../../../core/approval/decision-writes.ts';
import { AuditFact } from '../../../core/audit/entry.ts';
import { type ApprovalRequest, requestItem } from '../../../core/approval/request.ts';
import { Review } from '../../../core/approval/review.ts';
import type { Effect } from '../../../core/approval/ruling.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import { opening, TransitionRecord } from '../../../core/incident/step.ts';
import { stepTrace } from '../../../core/incident/trace.ts';
import { sha256 } from '../../../core/remediation/digest.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { proofFields, request } from '../../support/approval.ts';
import { incident, later, start, versions } from '../../support/incident.ts';

const pending = request({ status: 'pending', version: 2 });
const rollback = request({ purpose: 'rollback', status: 'pending' });
const waiting = incident({
  status: 'awaiting_approval',
  seq: 4,
  approvalId: pending.approvalId,
  leases: ['Deployment/a/b'],
});
const waitingForRollback = incident({ status: 'awaiting_rollback_approval', rollbackApprovalId: rollback.approvalId });

const stored = async (asked: ApprovalRequest, current: Incident) => {
  const { table } = memoryTable(() => start);
  const opened = opening(current, { to: current.status, by: 'alarm-handler', at: start, versions });
  await table.transact([
    ...opened,
    { kind: 'create', item: requestItem(asked) },
    { kind: 'create', item: { ...keys.lease('Deployment/a/b'), incidentId: current.id } },
  ]);
  const state = async () => (await table.get(keys.incident(current.id)))?.['status'];
  const record = async (seq: number) =>
    TransitionRecord.strip().parse(await table.get(keys.transition(current.id, seq)));
  const row = async () => table.get(keys.approval(asked.approvalId));
  return { table, state, record, row };
};
const write = (effect: Effect, asked = pending, current = waiting, change: Parameters<typeof proofFields>[0] = {}) =>
  decisionWrites(
    asked,
    current,
    { proof: proofFields(change), mac: 'mac', reason: 'because\u202e of this' },
    effect,
    versions,
  );

describe('the writes of a decision', () => {
  it('record the decision, end the request and move the incident in one transaction', async () => {
    const { table, state, record, row } = await stored(pending, waiting);
    expect(await table.transact(write('completes'))).toEqual({ kind: 'committed' });
    expect(await state()).toBe('approved');
    expect(await row()).toMatchObject({ status: 'approved', version: 3, purgeAt: expect.any(Number) });
    expect(await table.get(keys.decision(pending.approvalId, 'alice'))).toMatchObject({
      mac: 'mac',
      proof: proofFields(),
    });
    const { choiceSetDigest: choiceSet, chosenDigest: decision } = proofFields();
    expect(await record(5)).toMatchObject({
      from: 'awaiting_approval',
      to: 'approved',
      by: 'approval-api',
      person: 'alice',
      reason: 'approved by alice: because of this',
      digests: { choiceSet, decision },
    });
    expect(await table.get(keys.incident(waiting.id))).toMatchObject({
      due: { does: 'again', at: later(120).toISOString(), attempt: 0 },
    });
  });

  it.each([
    ['change', 'completes', 'approve', 'approved by alice: because of this'],
    ['change', 'rejects', 'reject', 'rejected by alice: because of this'],
    ['rollback', 'completes', 'rollback', 'rollback approved by alice: because of this'],
    ['rollback', 'rejects', 'reject', 'change kept by alice: because of this'],
  ] as const)('of a %s that %s say so: %s', async (purpose, effect, given, reason) => {
    const [asked, current] = purpose === 'change' ? [pending, waiting] : [rollback, waitingForRollback];
    const { table, record } = await stored(asked, current);
    await table.transact(write(effect, asked, current, { purpose: given }));
    expect(await record(current.seq + 1)).toMatchObject({ reason });
  });

  it('say no more than that where nobody gave a reason', () => {
    const [, , , record] = decisionWrites(
      pending,
      waiting,
      { proof: proofFields(), mac: 'mac' },
      'completes',
      versions,
    );
    expect(record).toMatchObject({ kind: 'create', item: { reason: 'approved by alice' } });
    const alone = { proof: proofFields({ breakGlass: true }), mac: 'mac' };
    expect(decisionWrites(pending, waiting, alone, 'completes', versions).at(-1)).toMatchObject({
      item: { status: 'open', reason: '' },
    });
  });

  it('give the rollback a deadline, and keep a missing one missing', () => {
    const [, , state] = write('completes', rollback, waitingForRollback, { purpose: 'rollback' });
    expect(state).toMatchObject({ item: { due: { does: 'again', at: later(60 + 90).toISOString() } } });
    const [, row, unchanged] = write('waits');
    expect(unchanged).not.toHaveProperty('item.due');
    expect(row).toMatchObject({ kind: 'replace' });
  });

  it('end everything with a reject, leases included', async () => {
    const { table, state, row } = await stored(pending, waiting);
    await table.transact(write('rejects', pending, waiting, { purpose: 'reject' }));
    expect(await state()).toBe('rejected');
    expect(await row()).toMatchObject({ status: 'rejected' });
    expect(await table.get(keys.lease('Deployment/a/b'))).toBeUndefined();
  });

  it('leave the incident where it is while another person must decide', async () => {
    const { table, state, row } = await stored(pending, waiting);
    expect(await table.transact(write('waits'))).toEqual({ kind: 'committed' });
    expect([await state(), (await row())?.['status'], (await row())?.['version']]).toEqual([
      'awaiting_approval',
      'pending',
      3,
    ]);
  });

  it.each([
    ['change', pending, waiting],
    ['rollback', rollback, waitingForRollback],
  ] as const)(
    'make the first of two approvals of a %s a step that moves nothing and keeps the deadline',
    async (purpose, asked, current) => {
      const due = { at: later(300).toISOString(), does: 'remind', attempt: 1 } as const;
      const { table, record } = await stored(asked, { ...current, due });
      const given = { purpose: purpose === 'change' ? 'approve' : 'rollback' } as const;
      await table.transact(write('waits', asked, { ...current, due }, given));
      const { choiceSetDigest: choiceSet, chosenDigest: decision, decidedAt } = proofFields(given);
      expect(await record(current.seq + 1)).toEqual({
        incidentId: current.id,
        seq: current.seq + 1,
        from: current.status,
        to: current.status,
        by: 'approval-api',
        at: decidedAt,
        person: 'alice',
        reason: `${purpose === 'change' ? 'approved' : 'rollback approved'} by alice; another person must approve`,
        digests: { choiceSet, decision, proof: sha256(proofFields(given)) },
        versions,
        ...stepTrace(current.id, current.seq + 1),
      });
      expect(await table.get(keys.incident(current.id))).toMatchObject({ due, waiting: 'WAITING', dueAt: due.at });
    },
  );

  it('of an admin alone say so in the step, in the audit trail and to whoever reviews it', async () => {
    const { table, record } = await stored(pending, waiting);
    const alone = { approver: 'bob', role: 'admin', breakGlass: true };
    expect(await table.transact(write('completes', pending, waiting, alone))).toEqual({ kind: 'committed' });
    const proof = proofFields(alone);
    expect(await record(5)).toMatchObject({
      to: 'approved',
      person: 'bob',
      reason: 'break-glass: approved by bob alone: because of this',
    });
    const [fact] = await table.list(`AUDIT#${proof.decidedAt.slice(0, 13)}`);
    expect(AuditFact.parse(fact)).toMatchObject({
      fact: 'break_glass_used',
      by: 'approval-api',
      at: proof.decidedAt,
      incidentId: waiting.id,
      approvalId: pending.approvalId,
      person: 'bob',
      method: 'oidc',
      digests: { proof: sha256(proof) },
      versions,
    });
    expect(Review.parse(await table.get(keys.review(pending.approvalId)))).toEqual({
      status: 'open',
      incidentId: waiting.id,
      by: 'bob',
      at: proof.decidedAt,
      reason: 'because of this',
    });
  });

  it('bind the whole proof, the consent to a rollback in it, into the record of the step', async () => {
    const { table, record } = await stored(pending, waiting);
    await table.transact(write('completes'));
    expect((await record(5)).digests).toMatchObject({ proof: sha256(proofFields()) });
    expect(await table.list(`AUDIT#${proofFields().decidedAt.slice(0, 13)}`)).toEqual([]);
    expect(await table.get(keys.review(pending.approvalId))).toBeUndefined();
  });

  it.each([
    ['completes', 'rollback', 'rolling_back'],
    ['rejects', 'reject', 'closed'],
  ] as const)('move a rollback that %s on a %s to %s', async (effect, purpose, to) => {
    const { table, state } = await stored(rollback, waitingForRollback);
    expect((await table.transact(write(effect, rollback, waitingForRollback, { purpose }))).kind).toBe('committed');
    expect(await state()).toBe(to);
  });

  it.each<[string, Partial<ApprovalRequest>, Partial<Incident>]>([
    ['is not pending', { status: 'void' }, {}],
    ['expires at the very moment of the decision', { expiresAt: later(60).toISOString() }, {}],
    ['is for other choices', { choiceSetDigest: 'f'.repeat(64) }, {}],
    ['was written by somebody else meanwhile', { version: 3 }, {}],
    ['belongs to an incident that moved on', {}, { status: 'self_recovered', leases: [] }],
  ])('are lost, all of them, when the request %s', async (_name, asked, current) => {
    for (const effect of ['completes', 'waits'] as const) {
      const { table, row } = await stored({ ...pending, ...asked }, { ...waiting, ...current });
      const before = await row();
      expect((await table.transact(write(effect))).kind).toBe('lost');
      expect(await row()).toEqual(before);
      expect(await table.get(keys.decision(pending.approvalId, 'alice'))).toBeUndefined();
    }
  });

  it('are lost when this person has decided before', async () => {
    const { table } = await stored(pending, waiting);
    await table.transact([{ kind: 'create', item: keys.decision(pending.approvalId, 'alice') }]);
    expect(await table.transact(write('waits'))).toEqual({ kind: 'lost', failed: [0] });
  });
});

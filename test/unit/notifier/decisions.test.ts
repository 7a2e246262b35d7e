import { describe, expect, it } from 'vitest';
import { approvalIdFor } from '../../../core/approval/approval-id.ts';
import type { Notice } from '../../../core/approval/ports.ts';
import { requestItem } from '../../../core/approval/request.ts';
import { approvalDue } from '../../../core/incident/deadline.ts';
import type { Status } from '../../../core/incident/lifecycle.ts';
import { keys } from '../../../core/incident/keys.ts';
import { advance } from '../../../core/incident/step.ts';
import { createHandler, type Deps } from '../../../functions/notifier/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { later, stepEvent, versions } from '../../support/incident.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { type World, world } from '../../support/world.ts';

const risky = choiceSet(proposal({ risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } }));
const due = approvalDue(later(0), later(900), 0);
const by = 'approval-api' as const;

/** The step that approval-api writes, and the event of it. */
const decide = async (w: World, to: Status, reason: string, person = 'alice') => {
  const incident = await w.read();
  const keeps = to === incident.status ? { due } : {};
  await advance(w.deps.table, incident, { to, by, at: w.deps.now(), reason, person, versions, ...keeps });
  return stepEvent(await w.read(), incident.status);
};
const waiting = async (purpose: 'change' | 'rollback' = 'change') => {
  const asked = request({ status: 'pending', version: 1, purpose }, risky);
  const opened = request({}, risky);
  const rollback = purpose === 'rollback' ? { rollbackApprovalId: asked.approvalId } : {};
  const status = purpose === 'rollback' ? 'awaiting_rollback_approval' : 'awaiting_approval';
  const given = await decision({ purpose: purpose === 'rollback' ? 'rollback' : 'approve' }, risky);
  const w = await world({
    incident: { status, due, approvalId: approvalIdFor(risky.incidentId, 'change'), ...rollback },
    choices: risky,
    request: opened,
    decisions: purpose === 'rollback' ? [] : [given],
  });
  await w.deps.table.transact([{ kind: 'replace', item: requestItem(asked), when: [] }]);
  return { w, asked, given };
};
/** Who was told; they are told at the same time. */
const told = (w: World): string[] =>
  w.deps.notices.sent
    .map(({ to, data }) => {
      const who = 'approver' in to ? to.approver : to.audience;
      return 'link' in data ? `${who} with link` : who;
    })
    .toSorted();
const first = (w: World): Notice | undefined => w.deps.notices.sent[0];
const handle = (w: World, event: unknown, deps: Partial<Deps> = {}) => createHandler({ ...w.deps, ...deps })(event);

describe('what a person decided', () => {
  it('is told to all when another person must approve, with the link to whoever has not decided', async () => {
    const { w } = await waiting();
    const event = await decide(w, 'awaiting_approval', 'approved by alice; another person must approve');
    expect(await handle(w, event)).toEqual({ kind: 'asked', approvers: 1 });
    expect(told(w)).toEqual(['alice', 'bob with link', 'carol', 'chat', 'machine']);
    expect(first(w)).toMatchObject({
      subject: '[high] payments: One approval given, another is needed',
      text: expect.stringContaining('Decided by: alice'),
      data: { kind: 'approval-request', decidedBy: 'alice' },
    });
    await handle(w, event);
    expect(w.deps.notices.sent).toHaveLength(5);
  });

  it('is told of a rollback as well', async () => {
    const { w } = await waiting('rollback');
    const event = await decide(
      w,
      'awaiting_rollback_approval',
      'rollback approved by alice; another person must approve',
    );
    expect(await handle(w, event)).toMatchObject({ kind: 'asked' });
    expect(first(w)?.data).toMatchObject({ kind: 'rollback-request' });
  });

  it('is not asked of others any more when it was decided meanwhile', async () => {
    const { w } = await waiting();
    const event = await decide(w, 'awaiting_approval', 'approved by alice; another person must approve');
    await decide(w, 'approved', 'approved by bob', 'bob');
    expect(await handle(w, event)).toEqual({ kind: 'stale' });
    expect(w.deps.notices.sent).toEqual([]);
  });

  it('is told to all when it approves, also when the executor was faster', async () => {
    const { w } = await waiting();
    const event = await decide(w, 'approved', 'approved by bob: go', 'bob');
    await advance(w.deps.table, await w.read(), { to: 'executing', by: 'executor', at: w.deps.now(), versions });
    expect(await handle(w, event, { noticeDetail: 'full' })).toEqual({ kind: 'told' });
    expect(told(w)).toEqual(['alice', 'bob', 'carol', 'chat', 'machine']);
    expect(first(w)).toMatchObject({
      subject: '[high] payments: Approved, being carried out',
      text: expect.stringMatching(/Decided by: bob\n[\s\S]*Reason: approved by bob: go/),
      data: { kind: 'approved', decidedBy: 'bob' },
    });
    await handle(w, event);
    expect(w.deps.notices.sent).toHaveLength(5);
  });

  it('is not said to be carried out where it was asked in mode propose', async () => {
    const { w } = await waiting();
    const body = choiceSet(proposal({ mode: 'propose' }));
    await w.deps.table.transact([{ kind: 'replace', item: { ...keys.proposal(w.incident.id), body }, when: [] }]);
    await handle(w, await decide(w, 'approved', 'because', 'bob'));
    expect(first(w)?.subject).toBe('[high] payments: Proposal approved, nothing is executed');
  });

  it.each<[Status, string]>([
    ['rejected', 'Rejected, nothing was changed'],
    ['approved', 'Approved, being carried out'],
  ])('names who decided: %s', async (to, subject) => {
    const { w } = await waiting();
    expect(await handle(w, await decide(w, to, 'because', 'bob'))).toEqual({ kind: 'told' });
    for (const notice of w.deps.notices.sent) {
      expect(notice.subject).toBe(`[high] payments: ${subject}`);
      expect(notice.text).toContain('Decided by: bob');
      expect(notice.text).not.toContain('because');
    }
  });

  it('is told when a rollback was approved', async () => {
    const { w } = await waiting('rollback');
    await handle(w, await decide(w, 'rolling_back', 'rollback approved by bob', 'bob'));
    expect(first(w)?.subject).toBe('[high] payments: Rollback approved, being carried out');
  });

  it('says in any detail that one admin approved alone', async () => {
    const { w } = await waiting();
    await handle(w, await decide(w, 'approved', 'break-glass: approved by bob alone: burning', 'bob'));
    expect(first(w)?.text).toContain('BREAK-GLASS: one admin approved alone.');
    expect(first(w)?.text).not.toContain('burning');
  });

  it('is tried again for those who could not be told, and for nobody else', async () => {
    const { w } = await waiting();
    const event = await decide(w, 'approved', 'approved by bob', 'bob');
    let fails = true;
    const { notices } = w.deps;
    const flaky: Deps['notices'] = {
      ...notices,
      send: async (notice) => {
        if (fails && 'audience' in notice.to && notice.to.audience === 'chat') throw new Error('throttled');
        await notices.send(notice);
      },
    };
    await expect(handle(w, event, { notices: flaky })).rejects.toThrow('not everybody could be told');
    fails = false;
    await handle(w, event, { notices: flaky });
    expect(told(w)).toEqual(['alice', 'bob', 'carol', 'chat', 'machine']);
  });
});

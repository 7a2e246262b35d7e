import { describe, expect, it } from 'vitest';
import { approverOf } from '../../../core/approval/link.ts';
import type { Notices } from '../../../core/approval/ports.ts';
import { ApprovalRequest } from '../../../core/approval/request.ts';
import { approvalDue } from '../../../core/incident/deadline.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { proofKey } from '../../support/approval.ts';
import { later } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { world } from '../../support/world.ts';
import { approvalId, run, pending, reaching, linked, to, audience } from '../../support/notifier.ts';

describe('sending links', () => {
  it('sends each approver a link of their own, once, and the same link as a reminder', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    expect(await run(w)).toEqual({ kind: 'asked', approvers: 2 });
    expect(w.deps.meter.durations.get('TimeToPropose')).toEqual([90]);
    await run(w);
    expect(w.deps.notices.links.map((one) => one.to)).toEqual(['alice', 'bob']);
    for (const { to: approver, link } of w.deps.notices.links) {
      const url = new URL(link);
      expect(url.pathname).toBe(`/live/a/${approvalId}`);
      expect(await approverOf(proofKey.verifier, pending, url.hash.slice(1))).toBe(approver);
      expect(to(w, approver)?.text).toContain(`\n${link}\n`);
    }
    const reminder = {
      ...(await w.read()),
      ...keys.incident(w.incident.id),
      seq: 6,
      due: approvalDue(later(300), later(900), 1),
    };
    await w.deps.table.transact([{ kind: 'replace', item: reminder, when: [] }]);
    await run(w);
    const [first, , third] = w.deps.notices.links;
    expect(w.deps.notices.links).toHaveLength(4);
    expect(third?.link).toBe(first?.link);
    expect(linked(w).map(({ subject }) => subject)).toEqual([
      ...Array(2).fill('[high] payments: Approval needed'),
      ...Array(2).fill('[high] payments: Reminder: approval needed'),
    ]);
  });

  it('tells the channel and the programs that somebody is asked, without a link and where to go instead', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    await run(w);
    expect(w.deps.notices.sent).toHaveLength(4);
    const [chat, machine] = [audience(w, 'chat'), audience(w, 'machine')];
    for (const notice of [chat, machine]) {
      for (const { link } of w.deps.notices.links) {
        expect(JSON.stringify(notice)).not.toContain(new URL(link).hash.slice(1));
      }
      expect(JSON.stringify(notice)).not.toContain('/a/');
    }
    expect(chat?.data).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: {
        textType: 'client-markdown',
        title: '[high] payments: Approval needed',
        nextSteps: [
          'The link is in the mail of each approver, and for them alone.',
          `With AWS credentials: npm run ops -- approve ${w.incident.id}`,
          `Incident ${w.incident.id}: https://approve.example/live/incidents`,
        ],
      },
      metadata: { threadId: w.incident.id, eventType: 'approval-request', enableCustomActions: true },
    });
    expect(machine?.data).toEqual({
      incidentId: w.incident.id,
      kind: 'approval-request',
      service: 'payments',
      severity: 'high',
      risk: 'low',
      decideBy: later(900).toISOString(),
    });
  });

  it('holds the links back when somebody has subscribed since who could receive them, and says so to all', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    const { send } = w.deps.notices;
    const notices = reaching(
      { reachable: ['alice', 'bob'], unsafe: [{ id: '7', why: 'it has no filter policy' }] },
      send,
    );
    expect(await run(w, { notices })).toEqual({ kind: 'asked', approvers: 0 });
    expect(linked(w)).toEqual([]);
    expect(to(w, 'alice')?.text).toContain('No link is sent');
    expect(JSON.stringify(w.deps.notices.sent)).not.toContain('/a/');
    expect(w.deps.meter.counts.get('ApproversNotReached')).toBe(1);
  });

  it('pages when everybody who was asked has gone away since', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    const base = policyLayer();
    const away = [{ from: later(0).toISOString(), until: later(3600).toISOString(), delegate: 'carol' }];
    const approvers = base.roster.approvers.map((p) => (p.id === 'carol' ? p : { ...p, away }));
    const policy = { ...base, roster: { ...base.roster, approvers } };
    expect(await run(w, { policy })).toEqual({ kind: 'asked', approvers: 0 });
    expect(w.deps.meter.counts.get('ApproversNotReached')).toBe(1);
  });

  it('asks the second tier with the last reminder, and at once where the first cannot decide', async () => {
    const base = policyLayer();
    const tiered = (...second: string[]): PolicyLayer => ({
      ...base,
      roster: {
        ...base.roster,
        approvers: base.roster.approvers.map((p) => ({ ...p, tier: second.includes(p.id) ? 2 : 1 })),
      },
    });
    const asked = async (policy: PolicyLayer, seconds: number, reminders: number) => {
      const due = approvalDue(later(seconds), later(900), reminders);
      const w = await world({ incident: { status: 'awaiting_approval', due }, decisions: [], request: pending });
      await run(w, { policy });
      return w.deps.notices.links.map((one) => one.to);
    };
    expect(await asked(tiered('bob'), 0, 0)).toEqual(['alice']);
    expect(await asked(tiered('bob'), 300, 1)).toEqual(['alice']);
    expect(await asked(tiered('bob'), 600, 2)).toEqual(['alice', 'bob']);
    expect(await asked(tiered('alice', 'bob'), 0, 0)).toEqual(['alice', 'bob']);
  });

  it('throws when nobody could be sent a link, so that it is tried again', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    const down = reaching({}, async () => Promise.reject(new Error('throttled')));
    await expect(run(w, { notices: down })).rejects.toThrow('no approver could be sent a link');
  });

  it.each<[string, Partial<ApprovalRequest>]>([
    ['of another purpose', { purpose: 'rollback' }],
    ['of another incident', { incidentId: 'inc-20261120030000-ffffffff' }],
    ['for other choices', { choiceSetDigest: '0'.repeat(64) }],
    ['that lives for a day', { expiresAt: later(86_400).toISOString() }],
    ['to somebody who is not in the roster', { approvers: ['mallory'] }],
  ])('signs no link for a row %s', async (_what, change) => {
    const forged = { ...pending, ...change, approvalId };
    const w = await world({ incident: { status: 'awaiting_approval', approvalId }, decisions: [], request: forged });
    await expect(run(w)).rejects.toThrow(/is not the one that was opened/);
    expect(w.deps.notices.sent).toEqual([]);
  });

  it('counts a link that could not be sent while another one was', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    const notToBob: Notices['send'] = async (notice) =>
      'approver' in notice.to && notice.to.approver === 'bob' ? Promise.reject(new Error('throttled')) : undefined;
    expect(await run(w, { notices: reaching({}, notToBob) })).toEqual({ kind: 'asked', approvers: 1 });
    expect(w.deps.meter.counts.get('LinksNotSent')).toBe(1);
  });
});

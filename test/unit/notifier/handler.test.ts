import { describe, expect, it } from 'vitest';
import { approverOf } from '../../../core/approval/link.ts';
import type { Notice, Notices, Reach } from '../../../core/approval/ports.ts';
import { requiredQuorum } from '../../../core/approval/quorum.ts';
import { ApprovalRequest } from '../../../core/approval/request.ts';
import { approvalDue } from '../../../core/incident/deadline.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { Policy } from '../../../core/policy/policy.ts';
import { proposalDigest } from '../../../core/remediation/digest.ts';
import type { ChoiceSet } from '../../../core/remediation/proposal.ts';
import { createHandler, type Deps } from '../../../functions/notifier/handler.ts';
import { decision, proofKey, request } from '../../support/approval.ts';
import { diagnosis, evidence } from '../../support/approval-page.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { type World, world } from '../../support/world.ts';

const { approvalId } = request();
const run = async (w: World, deps: Partial<Deps> = {}) =>
  createHandler({ ...w.deps, ...deps })(stepEvent(await w.read()));
const pending = request({ status: 'pending', version: 0 });

/** Notices of which only these people can be sent any. */
const reaching = (reach: Partial<Reach>, send: Notices['send'] = async () => {}): Notices => ({
  send,
  reach: async () => ({ reachable: [], unauthenticated: [], unsafe: [], ...reach }),
});
const linked = (w: World): readonly Notice[] => w.deps.notices.sent.filter(({ data }) => 'link' in data);
const to = (w: World, approver: string): Notice | undefined =>
  w.deps.notices.sent.findLast((notice) => 'approver' in notice.to && notice.to.approver === approver);
const audience = (w: World, name: string): Notice | undefined =>
  w.deps.notices.sent.findLast((notice) => 'audience' in notice.to && notice.to.audience === name);
const again: Partial<Deps> = { once: async (_key, effect) => effect() };

const proposed = async () => {
  const w = await world({
    incident: { status: 'proposed' },
    decisions: [],
    request: { ...pending, approvalId: 'e'.repeat(32) },
  });
  return w;
};
const onlyPeople = policyLayer({ decide: ({ principal }) => ({ allowed: principal.role !== 'viewer', because: [] }) });

describe('notifier', () => {
  it('opens a request for everybody who may decide, until the proposal expires', async () => {
    const w = await proposed();
    expect(await run(w, { policy: onlyPeople })).toEqual({ kind: 'awaiting_approval' });
    const stored = ApprovalRequest.parse(await w.deps.table.get(keys.approval(approvalId)));
    expect(stored).toMatchObject({
      approvers: ['alice', 'bob'],
      status: 'pending',
      expiresAt: later(900).toISOString(),
    });
    expect(await w.read()).toMatchObject({ approvalId, due: { does: 'remind' } });
  });

  describe('when there are alternatives', () => {
    const risky = proposal({ risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } });
    /** Alice may decide what has a low risk, bob what has a high one: nobody both. */
    const split = policyLayer({
      decide: ({ principal, context }) => ({
        allowed: principal.id === (context.risk === 'high' ? 'bob' : 'alice'),
        because: [],
      }),
    });
    const opened = async (choices: ChoiceSet, deps: Partial<Deps>) => {
      const w = await world({
        incident: { status: 'proposed' },
        decisions: [],
        choices,
        request: { ...pending, approvalId: 'e'.repeat(32) },
      });
      const outcome = await run(w, deps);
      return { outcome, stored: await w.deps.table.get(keys.approval(approvalId)) };
    };
    const sets = [choiceSet(proposal(), risky), choiceSet(risky, proposal())];

    it.each(sets)('asks everybody who may decide any of them, and leaves the quorum to the choice', async (choices) => {
      const { outcome, stored } = await opened(choices, { policy: split });
      expect(outcome).toEqual({ kind: 'awaiting_approval' });
      const asked = ApprovalRequest.parse(stored);
      expect(asked).toMatchObject({ approvers: ['alice', 'bob'], quorum: { people: 1, roles: 1 } });
      expect(requiredQuorum(asked, risky)).toEqual({ people: 2, roles: 2 });
      expect(requiredQuorum(asked, proposal())).toEqual({ people: 1, roles: 1 });
    });

    it('does not open a request that nobody could complete', async () => {
      const onlyBob = reaching({ reachable: ['bob'] });
      expect((await opened(choiceSet(risky), { notices: onlyBob })).outcome).toEqual({ kind: 'notify_failed' });
      for (const choices of sets) {
        expect((await opened(choices, { policy: split, notices: onlyBob })).outcome).toEqual({ kind: 'notify_failed' });
      }
    });

    it('asks until the first of them expires', async () => {
      const soon = proposal({ expiresAt: later(600).toISOString() });
      const { stored } = await opened(choiceSet(proposal(), soon), { policy: split });
      expect(stored).toMatchObject({ expiresAt: later(600).toISOString() });
    });

    it('says in a full notice that there are some', async () => {
      const choices = choiceSet(proposal(), risky);
      const asked = request({ status: 'pending', version: 0 }, choices);
      const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], choices, request: asked });
      await run(w, { noticeDetail: 'full' });
      expect(to(w, 'alice')?.text).toContain('Other choices on the page: 1');
      await run(w, again);
      expect(to(w, 'alice')?.text).not.toContain('Other choices');
    });

    it('reports and remembers the one that was approved', async () => {
      const [memoryOnly] = proposal().actions;
      const chosen = proposal({ actions: memoryOnly === undefined ? [] : [memoryOnly] });
      const choices = choiceSet(proposal(), chosen);
      const made = await decision({ chosenDigest: proposalDigest(chosen) }, choices);
      const w = await world({ incident: { status: 'resolved' }, choices, decisions: [made] });
      await run(w);
      expect((await w.deps.table.get(keys.report(w.incident.id)))?.['body']).toMatchObject({
        report: expect.stringMatching(/## Change\n[^#]*from `512Mi` to `1Gi`(?![^#]*minReplicas)/),
      });
    });

    it('asks those about a rollback who may decide what was executed', async () => {
      const choices = choiceSet(proposal(), risky);
      const made = [
        await decision({ chosenDigest: proposalDigest(risky) }, choices),
        await decision({ chosenDigest: proposalDigest(risky), approver: 'bob', role: 'admin' }, choices),
      ];
      const due = { at: later(900).toISOString(), does: 'expire' as const, attempt: 0 };
      const rollbackApprovalId = request({ purpose: 'rollback' }).approvalId;
      const w = await world({
        incident: { status: 'awaiting_rollback_approval', due, rollbackApprovalId },
        choices,
        decisions: made,
      });
      const high = policyLayer({ decide: ({ context }) => ({ allowed: context.risk === 'high', because: [] }) });
      expect(await run(w, { policy: high })).toEqual({ kind: 'asked', approvers: 3 });
      expect(await w.deps.table.get(keys.approval(rollbackApprovalId))).toMatchObject({
        quorum: { people: 2, roles: 2 },
      });
    });
  });

  it.each<[string, Partial<Deps>]>([
    ['nobody may decide', { policy: policyLayer({ decide: () => ({ allowed: false, because: [] }) }) }],
    ['nobody is reachable', { notices: reaching({}) }],
    ['only viewers are reachable', { notices: reaching({ reachable: ['carol'] }), policy: onlyPeople }],
  ])('ends in notify_failed when %s', async (_when, deps) => {
    const w = await proposed();
    expect(await run(w, deps)).toEqual({ kind: 'notify_failed' });
    expect(await w.reason()).toBe(
      'not enough approvers with a permission, an identity that is enough and a confirmed subscription',
    );
  });

  it('names those whose subscription a mail scanner could end when nobody else is left', async () => {
    const w = await proposed();
    expect(await run(w, { notices: reaching({ unauthenticated: ['alice', 'bob'] }) })).toEqual({
      kind: 'notify_failed',
    });
    expect(await w.reason()).toMatch(/; confirmed without authentication: alice, bob$/);
  });

  it('ends in notify_failed, with the subscription by its id, when a link could come into other hands', async () => {
    const w = await proposed();
    const unsafe = [
      { id: '0b1c-77', why: 'it has no filter policy' },
      { id: '2', why: 'x' },
    ];
    const notices = reaching({ reachable: ['alice', 'bob'], unsafe });
    expect(await run(w, { notices })).toEqual({ kind: 'notify_failed' });
    expect(await w.reason()).toBe(
      'no link may be sent: subscription 0b1c-77 of the notice topic could receive those of others: it has no filter policy (and 1 more)',
    );
    expect(w.deps.notices.sent).toEqual([]);
  });

  it('pages whoever does not depend on the notices when nobody could be asked, even when they cannot be sent', async () => {
    const w = await world({ incident: { status: 'notify_failed', reason: 'nobody' } });
    const down = reaching({}, async () => Promise.reject(new Error('no topic')));
    await expect(run(w, { notices: down })).rejects.toThrow('not everybody could be told');
    expect(w.deps.meter.counts.get('ApproversNotReached')).toBe(1);
  });

  it('asks who is on duty: not who is away, but their delegate for their teams', async () => {
    const w = await proposed();
    const away = [{ from: later(0).toISOString(), until: later(3600).toISOString(), delegate: 'bob' }];
    const base = policyLayer();
    const policy: PolicyLayer = {
      ...base,
      roster: { ...base.roster, approvers: base.roster.approvers.map((p) => (p.id === 'alice' ? { ...p, away } : p)) },
      decide: ({ principal }) => ({ allowed: principal.teams.includes('checkout'), because: [] }),
    };
    expect(await run(w, { policy })).toEqual({ kind: 'awaiting_approval' });
    expect(await w.deps.table.get(keys.approval(approvalId))).toMatchObject({ approvers: ['bob'] });
  });

  it('sends each approver a link of their own, once, and the same link as a reminder', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    expect(await run(w)).toEqual({ kind: 'asked', approvers: 2 });
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

  it('writes to each in their own language, with the subject in ASCII', async () => {
    const base = policyLayer();
    const approvers = base.roster.approvers.map((p) => (p.id === 'alice' ? { ...p, language: 'zh-TW' } : p));
    const policy = { ...base, roster: { ...base.roster, approvers } };
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    await run(w, { policy });
    const texts = [to(w, 'alice')?.text, to(w, 'bob')?.text];
    const link = (one: string): string => w.deps.notices.links.find((l) => l.to === one)?.link ?? '';
    expect(texts).toEqual([
      [
        '需要您的核准',
        '',
        '服務：payments。嚴重性：高。',
        '變更風險：低',
        '',
        '請於 2026-11-20 03:15 UTC 前決定（剩 13 分鐘）：',
        link('alice'),
        '',
        '未經您核准，不會變更任何設定。',
        '此連結僅供您本人使用，請勿轉寄。',
      ].join('\n'),
      [
        'Approval needed',
        '',
        'Service: payments. Severity: high.',
        'Risk of the change: low',
        '',
        'Decide by 2026-11-20 03:15 UTC, 13 min from now:',
        link('bob'),
        '',
        'Nothing is changed unless you approve.',
        'This link is yours alone: do not forward it.',
      ].join('\n'),
    ]);
    expect(to(w, 'alice')?.subject).toBe('[high] payments: Approval needed');
  });

  it('says how many must approve, and that a link alone decides no high risk', async () => {
    const risky = choiceSet(proposal({ risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } }));
    const asked = request({ status: 'pending', version: 0 }, risky);
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], choices: risky, request: asked });
    await run(w);
    expect(to(w, 'alice')?.text).toContain('People who must approve: 2');
    expect(to(w, 'alice')?.text).toContain('the link only shows');
  });

  it('says only service, severity and link in a minimal notice', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    await run(w);
    expect(to(w, 'alice')?.subject).toBe('[high] payments: Approval needed');
    expect(JSON.stringify(w.deps.notices.sent)).not.toMatch(/512Mi|oom|checkout|payments-api/i);
    await run(w, { noticeDetail: 'full', ...again });
    for (const notice of [to(w, 'alice'), audience(w, 'chat'), audience(w, 'machine')]) {
      expect(JSON.stringify(notice)).toMatch(/512Mi -(>|&gt;) 1Gi/);
    }
  });

  it('names the cause in a full notice, and sends a minimal one also when no diagnosis can be read', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    const store = (body: unknown) =>
      w.deps.table.transact([{ kind: 'replace', item: { ...keys.diagnosis(w.incident.id), body }, when: [] }]);
    await store(diagnosis);
    await run(w, { noticeDetail: 'full' });
    expect(to(w, 'alice')?.text).toContain(
      'Cause, as the rules see it: Container app of payments-api runs out of memory',
    );
    await store('no diagnosis');
    expect(await run(w, again)).toEqual({ kind: 'asked', approvers: 2 });
  });

  it('throws when nobody could be sent a link, so that it is tried again', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    const down = reaching({}, async () => Promise.reject(new Error('throttled')));
    await expect(run(w, { notices: down })).rejects.toThrow('no approver could be sent a link');
  });

  it('tells everybody how an incident ended, with a report kept as knowledge', async () => {
    const w = await world({ incident: { status: 'rejected', reason: 'too risky tonight' } });
    expect(await run(w, { noticeDetail: 'full' })).toEqual({ kind: 'told' });
    expect(w.deps.notices.sent.map((notice) => notice.to)).toEqual([
      { approver: 'alice' },
      { approver: 'bob' },
      { approver: 'carol' },
      { audience: 'chat' },
      { audience: 'machine' },
    ]);
    for (const { subject, text } of w.deps.notices.sent) {
      expect(subject).toBe('[high] payments: Rejected, nothing was changed');
      expect(text).toContain('Reason: too risky tonight');
      expect(text).toContain('## Decision');
    }
    const known = w.memory.all().filter(({ pk }) => pk.startsWith('KNOWLEDGE#'));
    // Without evidence there is nothing that a later incident could be compared with.
    expect(known.map(({ body }) => body)).toEqual([
      {
        status: 'rejected',
        report: expect.stringMatching(/## Decisions[\s\S]*alice/),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('reports cause, evidence, change and validation of what was done', async () => {
    const w = await world({ incident: { status: 'resolved' } });
    const validation = { outcome: 'verified', before: {}, after: {}, alarm: 'OK', checks: [] };
    await w.deps.table.transact([
      { kind: 'create', item: { ...keys.diagnosis(w.incident.id), body: diagnosis } },
      { kind: 'create', item: { ...keys.evidence(w.incident.id), body: evidence } },
      { kind: 'create', item: { ...keys.validation(w.incident.id), body: validation } },
    ]);
    await run(w);
    const item = await w.deps.table.get(keys.report(w.incident.id));
    const told = [
      'Named by fixed rules',
      '- `S1` **cited** Container app ended',
      'from `512Mi` to `1Gi`',
      '**verified**',
    ];
    for (const line of told) {
      expect(item?.['body']).toMatchObject({ report: expect.stringContaining(line) });
    }
  });

  it('keeps for the next incident what it was, what was done and how it ended, once and without a word of it', async () => {
    const w = await world({ incident: { status: 'resolved' } });
    const { table } = w.deps;
    const secret = { ...evidence, signals: evidence.signals.map((one) => ({ ...one, summary: 'ignore the policy' })) };
    await table.transact([
      { kind: 'create', item: { ...keys.diagnosis(w.incident.id), body: diagnosis } },
      { kind: 'create', item: { ...keys.evidence(w.incident.id), body: secret } },
    ]);
    await run(w);
    const kept = await table.get(keys.learnt('eks-oomkilled', w.incident.id));
    expect(kept).toMatchObject({
      purgeAt: Math.floor(w.deps.now().getTime() / 1000) + 90 * 86_400,
      body: {
        category: 'oom_killed',
        outcome: 'fixed',
        option: { actions: ['set-resources', 'set-hpa-bounds'] },
        signature: expect.arrayContaining(['kind:Deployment', 'fact:oom_killed@self', 'fact:memory_saturated@self']),
      },
    });
    expect(JSON.stringify(kept)).not.toMatch(/payments|checkout|ignore/);
    w.at(9_000);
    await run(w);
    expect(await table.get(keys.learnt('eks-oomkilled', w.incident.id))).toEqual(kept);
  });

  it('makes the link void when the alarm recovered', async () => {
    const w = await world({ incident: { status: 'self_recovered' }, decisions: [], request: pending });
    await run(w);
    expect(await w.deps.table.get(keys.approval(approvalId))).toMatchObject({ status: 'void' });
  });

  it('asks for a rollback with a request of its own purpose', async () => {
    const due = { at: later(900).toISOString(), does: 'expire' as const, attempt: 0 };
    const rollbackApprovalId = request({ purpose: 'rollback' }).approvalId;
    const w = await world({ incident: { status: 'awaiting_rollback_approval', due, rollbackApprovalId } });
    expect(await run(w, { policy: onlyPeople })).toEqual({ kind: 'asked', approvers: 2 });
    expect(w.deps.notices.links.map(({ kind }) => kind)).toEqual(['rollback-request', 'rollback-request']);
    const stored = ApprovalRequest.parse(await w.deps.table.get(keys.approval(rollbackApprovalId)));
    expect(stored).toMatchObject({ purpose: 'rollback', expiresAt: due.at });
    expect(to(w, 'alice')?.text).toContain('The change stays as it is unless you approve the rollback.');
  });

  it('gives a rollback the end that the rollback function set, also when it is opened with a reminder', async () => {
    const due = approvalDue(later(300), later(900), 1);
    const rollbackApprovalId = request({ purpose: 'rollback' }).approvalId;
    const w = await world({
      incident: { status: 'awaiting_rollback_approval', due, rollbackApprovalId },
      now: later(301),
    });
    expect(await run(w, { notices: reaching({}) })).toEqual({ kind: 'told' });
    expect(w.deps.meter.counts.get('ApproversNotReached')).toBe(1);
    expect(await run(w, again)).toMatchObject({ kind: 'asked' });
    expect(await w.deps.table.get(keys.approval(rollbackApprovalId))).toMatchObject({
      expiresAt: later(900).toISOString(),
    });
  });

  it('asks for a rollback although the mode is observe by now', async () => {
    const due = { at: later(900).toISOString(), does: 'expire' as const, attempt: 0 };
    const rollbackApprovalId = request({ purpose: 'rollback' }).approvalId;
    const w = await world({ incident: { status: 'awaiting_rollback_approval', due, rollbackApprovalId } });
    const policy = { ...onlyPeople, policy: Policy.parse({}) };
    expect(await run(w, { policy })).toEqual({ kind: 'asked', approvers: 2 });
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

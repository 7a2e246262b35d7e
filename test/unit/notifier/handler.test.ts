import { describe, expect, it } from 'vitest';
import { approverOf } from '../../../core/approval/link.ts';
import { requiredQuorum } from '../../../core/approval/quorum.ts';
import { ApprovalRequest } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
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
      const onlyBob: Deps['notices'] = { send: async () => {}, reachable: async () => ['bob'] };
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
      expect(w.deps.notices.sent.at(-1)?.text).toContain('The page offers 1 alternative.');
      await run(w, { once: async (_key, effect) => effect() });
      expect(w.deps.notices.sent.at(-1)?.text).not.toContain('alternative');
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
    ['nobody is reachable', { notices: { send: async () => {}, reachable: async () => [] } }],
    ['only viewers are reachable', { notices: { send: async () => {}, reachable: async () => ['carol'] } }],
  ])('ends in notify_failed when %s', async (_when, deps) => {
    const w = await proposed();
    expect(await run(w, deps)).toEqual({ kind: 'notify_failed' });
  });

  it('sends each approver a link of their own, once, and the same link as a reminder', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    expect(await run(w)).toEqual({ kind: 'asked', approvers: 2 });
    await run(w);
    expect(w.deps.notices.links.map(({ to }) => to)).toEqual(['alice', 'bob']);
    for (const { to, link } of w.deps.notices.links) {
      const url = new URL(link);
      expect(url.pathname).toBe(`/live/a/${approvalId}`);
      expect(await approverOf(proofKey.verifier, pending, url.hash.slice(1))).toBe(to);
    }
    const reminder = { ...(await w.read()), ...keys.incident(w.incident.id), seq: 6 };
    await w.deps.table.transact([{ kind: 'replace', item: reminder, when: [] }]);
    await run(w);
    const [first, , third] = w.deps.notices.links;
    expect(w.deps.notices.links).toHaveLength(4);
    expect(third?.link).toBe(first?.link);
  });

  it('says only service, severity and link in a minimal notice', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    await run(w);
    const [notice] = w.deps.notices.sent;
    expect(notice?.subject).toBe('[high] payments: approval needed');
    expect(notice?.text).not.toMatch(/512Mi|oom|checkout/i);
    await run(w, { noticeDetail: 'full', once: async (_key, effect) => effect() });
    expect(w.deps.notices.sent.at(-1)?.text).toMatch(/512Mi -> 1Gi/);
  });

  it('names the cause in a full notice, and sends a minimal one also when no diagnosis can be read', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    const store = (body: unknown) =>
      w.deps.table.transact([{ kind: 'replace', item: { ...keys.diagnosis(w.incident.id), body }, when: [] }]);
    await store(diagnosis);
    await run(w, { noticeDetail: 'full' });
    expect(w.deps.notices.sent.at(-1)?.text).toContain(
      'Cause (rules): Container app of payments-api runs out of memory',
    );
    await store('no diagnosis');
    expect(await run(w, { once: async (_key, effect) => effect() })).toEqual({ kind: 'asked', approvers: 2 });
  });

  it('throws when nobody could be sent a link, so that it is tried again', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    const down = { send: async () => Promise.reject(new Error('throttled')), reachable: async () => [] };
    await expect(run(w, { notices: down })).rejects.toThrow('no approver could be sent a link');
  });

  it('tells everybody how an incident ended, with a report kept as knowledge', async () => {
    const w = await world({ incident: { status: 'rejected', reason: 'too risky tonight' } });
    expect(await run(w, { noticeDetail: 'full' })).toEqual({ kind: 'told' });
    expect(w.deps.notices.sent).toMatchObject([{ subject: '[high] payments: Rejected, nothing was changed' }]);
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
    const send = async ({ to }: { to?: string }) => (to === 'bob' ? Promise.reject(new Error('throttled')) : undefined);
    expect(await run(w, { notices: { send, reachable: async () => [] } })).toEqual({ kind: 'asked', approvers: 1 });
    expect(w.deps.meter.counts.get('LinksNotSent')).toBe(1);
  });
});

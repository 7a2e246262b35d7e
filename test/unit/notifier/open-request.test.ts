import { describe, expect, it } from 'vitest';
import { requiredQuorum } from '../../../core/approval/quorum.ts';
import { ApprovalRequest } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { proposalDigest } from '../../../core/remediation/digest.ts';
import type { ChoiceSet } from '../../../core/remediation/proposal.ts';
import type { Deps } from '../../../functions/notifier/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { later } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { world } from '../../support/world.ts';
import { approvalId, run, pending, reaching, to, again, proposed, onlyPeople } from '../../support/notifier.ts';

describe('opening a request', () => {
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
      expect(await run(w, { policy: high })).toEqual({ kind: 'asked', approvers: 2 });
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
});

import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { request } from '../../support/approval.ts';
import { diagnosis } from '../../support/approval-page.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { world } from '../../support/world.ts';
import { run, pending, to, audience, again } from '../../support/notifier.ts';

describe('the words of a notice', () => {
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

  it('says first, and around the link, that nothing is executed in mode propose', async () => {
    const choices = choiceSet(proposal({ mode: 'propose' }));
    const asked = request({ status: 'pending', version: 0 }, choices);
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], choices, request: asked });
    await run(w);
    expect(to(w, 'alice')).toMatchObject({
      subject: '[high] payments: Proposal only, nothing will be executed',
      text: expect.stringMatching(/^Proposal only[^]*nothing will be executed, whatever you decide/),
    });
    expect(to(w, 'alice')?.text).not.toContain('unless you approve');
    expect(audience(w, 'machine')?.data).toMatchObject({ kind: 'approval-request', mode: 'propose' });
  });

  it('tells calmly of an execution that the mode refuses', async () => {
    const w = await world({ incident: { status: 'refused', reason: 'mode: mode is propose, not execute' } });
    await run(w);
    expect(to(w, 'alice')?.subject).toBe('[high] payments: Not executed in this mode, nothing was changed');
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
});

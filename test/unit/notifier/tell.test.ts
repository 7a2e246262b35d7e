import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { diagnosis, evidence } from '../../support/approval-page.ts';
import { world } from '../../support/world.ts';
import { approvalId, run, pending } from '../../support/notifier.ts';

describe('telling how an incident stands', () => {
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
});

import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/incident/keys.ts';
import { proposalDigest } from '../../../../core/remediation/digest.ts';
import { later } from '../../../support/incident.ts';
import { operatorWorld } from '../../../support/operations.ts';
import { proposal } from '../../../support/proposal.ts';

const hostile = 'a\u202e\u001b[31mb';

describe('an incident shown', () => {
  it('has its cause, its choices by digest, who was asked and what they decided', async () => {
    const world = await operatorWorld();
    const body = { token: await world.token('alice'), decision: 'approve', rollbackConsent: true };
    await world.post('decision', { ...body, digest: proposalDigest(proposal()) });
    const shown = await world.ask('carol', 'show', { incidentId: world.incident.id });
    expect(shown).toMatchObject({
      statusCode: 200,
      incident: { id: world.incident.id, status: 'approved', over: false, service: 'payments' },
      steps: expect.arrayContaining([expect.objectContaining({ status: 'approved', by: 'alice' })]),
      diagnosis: { kind: 'diagnosed', causes: [{ category: 'oom_killed' }] },
      choices: [
        {
          digest: proposalDigest(proposal()),
          risk: { level: 'low' },
          actions: [
            { fields: [{ path: 'containers.app.limits.memory', before: '512Mi', after: '1Gi' }], undo: 'restore' },
            { fields: [{ before: 2, after: 3 }] },
          ],
        },
      ],
      requests: [
        {
          purpose: 'change',
          status: 'approved',
          approvers: ['alice', 'bob'],
          decisions: [{ by: 'alice', identity: 'link', decision: 'approved', breakGlass: false }],
        },
      ],
      validation: null,
    });
  });

  it('is one visible line wherever text comes from outside', async () => {
    const world = await operatorWorld({ incident: { reason: hostile, service: hostile } });
    const { incident } = await world.ask('alice', 'show', { incidentId: world.incident.id });
    expect([incident.reason, incident.service]).toEqual(['ab', 'ab']);
  });

  it.each(['inc-404', 'nonsense', ''])('does not exist as "%s"', async (incidentId) => {
    const world = await operatorWorld();
    expect([400, 404]).toContain((await world.ask('bob', 'show', { incidentId })).statusCode);
  });
});

describe('the journal of an incident', () => {
  it('has every call in the order in which it was made', async () => {
    const world = await operatorWorld();
    const entry = (n: number, at: Date) => ({
      idempotencyKey: `a/${n}`,
      provider: 'kubernetes',
      action: 'set-resources',
      target: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
      status: 'succeeded',
      prior: { memory: '512Mi' },
      observed: { memory: '1Gi' },
      executedAt: at.toISOString(),
    });
    for (const [n, at] of [
      [1, later(20)],
      [2, later(10)],
    ] as const) {
      await world.put({ ...keys.journal(world.incident.id, `a/${n}`), body: entry(n, at) });
    }
    const { entries } = await world.ask('carol', 'journal', { incidentId: world.incident.id });
    expect(entries).toMatchObject([{ idempotencyKey: 'a/2' }, { idempotencyKey: 'a/1', prior: { memory: '512Mi' } }]);
  });
});

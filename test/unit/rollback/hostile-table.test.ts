import { describe, expect, it } from 'vitest';
import { requestItem } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Item } from '../../../core/incident/table.ts';
import { Roster } from '../../../core/policy/roster.ts';
import type { JournalEntry } from '../../../core/remediation/journal.ts';
import { createHandler as executor } from '../../../functions/executor/handler.ts';
import { createHandler, type Deps } from '../../../functions/rollback/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { autoscaler, autoscalerKey, deployment, deploymentKey } from '../../support/cluster.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { type World, world } from '../../support/world.ts';

const write = (w: World, item: Item) => w.deps.table.transact([{ kind: 'replace', item, when: [] }]);
const move = async (w: World, change: object) => {
  const now = await w.read();
  await write(w, { ...now, ...change, ...keys.incident(now.id) });
};
const run = async (w: World, deps: Partial<Deps> = {}) =>
  createHandler({ ...w.deps, ...deps })(stepEvent(await w.read()));

const executed = async (rollbackConsent = true) => {
  const w = await world({ decisions: [await decision({ rollbackConsent })] });
  await executor(w.deps)(stepEvent(w.incident));
  await move(w, { status: 'fix_ineffective' });
  w.at(700);
  return w;
};
const line = (w: World, n: number, change: Partial<JournalEntry>): Item => {
  const idempotencyKey = `${request().approvalId}/${n}`;
  const body: JournalEntry = {
    idempotencyKey,
    provider: 'kubernetes',
    action: 'set-hpa-bounds',
    target: { kind: 'HorizontalPodAutoscaler', namespace: 'checkout', name: 'payments-api' },
    status: 'succeeded',
    prior: { minReplicas: 2 },
    observed: { minReplicas: 3 },
    executedAt: later(91).toISOString(),
    ...change,
  };
  return { ...keys.journal(w.incident.id, idempotencyKey), body };
};

describe('rollback in a table that somebody else writes', () => {
  it('does not take the approval of the change for the approval of its rollback', async () => {
    const w = await executed(false);
    await move(w, { status: 'rolling_back', rollbackApprovalId: w.incident.approvalId });
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(w.fake.calls).toHaveLength(2);
  });

  it('does not undo twice because the approval lies under another id, too', async () => {
    const w = await executed();
    expect(await run(w)).toEqual({ kind: 'rolled_back' });
    // Somebody makes the same change again, by hand.
    Object.assign(w.fake.objects, { [deploymentKey]: deployment('1Gi'), [autoscalerKey]: autoscaler(3) });
    const copy = 'c'.repeat(32);
    const { pk, sk } = keys.approval(copy);
    await write(w, { ...requestItem(request()), pk, sk });
    await write(w, { ...keys.decision(copy, 'alice'), ...(await decision()) });
    for (const n of [0, 1]) {
      const { body } = line(w, n, {});
      await write(w, { ...keys.journal(w.incident.id, `${copy}/${n}`), body });
    }
    await move(w, { status: 'fix_ineffective', approvalId: copy });
    w.at(900);
    await run(w);
    expect(w.fake.calls).toHaveLength(4);
  });

  it.each([
    ['done', []],
    ['done, and its undo begun', [true]],
  ])(
    'leaves alone what was never called though the journal says %s; nobody can call it afterwards',
    async (_what, undo) => {
      const w = await world();
      const patch = w.fake.cluster.patch;
      w.fake.cluster.patch = async (target, operations) => {
        w.deps.switches.turn({ emergencyStop: 'set' });
        return patch(target, operations);
      };
      expect(await executor(w.deps)(stepEvent(w.incident))).toEqual({ kind: 'execution_failed' });
      w.deps.switches.turn({ emergencyStop: 'clear' });
      w.fake.cluster.patch = patch;
      w.fake.objects[autoscalerKey] = autoscaler(3);
      await write(w, line(w, 1, {}));
      if (undo.length > 0) {
        const { body } = line(w, 1, { status: 'started', idempotencyKey: `${request().approvalId}/1/undo` });
        await write(w, { ...keys.journal(w.incident.id, `${request().approvalId}/1/undo`), body });
      }
      w.at(200);
      expect(await run(w)).toEqual({ kind: 'rolled_back' });
      expect(w.fake.objects).toEqual({ [deploymentKey]: deployment('512Mi'), [autoscalerKey]: autoscaler(3) });
      expect(await w.deps.claims.take(`${request().approvalId}/1`, {})).toBe(false);
    },
  );

  it.each(['succeeded', 'skipped'] as const)(
    'does not call a change undone because a row says that its undo %s',
    async (status) => {
      const w = await executed();
      for (const n of [0, 1]) {
        const idempotencyKey = `${request().approvalId}/${n}/undo`;
        const { body } = line(w, n, { status, idempotencyKey });
        await write(w, { ...keys.journal(w.incident.id, idempotencyKey), body });
      }
      expect(await run(w)).toEqual({ kind: 'rollback_failed' });
      expect(await w.reason()).toMatch(new RegExp(`the journal says ${status}, and the resource does not hold it`));
      expect(w.fake.calls).toHaveLength(2);
    },
  );

  it('does not call a change undone whose journal line is gone', async () => {
    const w = await executed();
    for (const { idempotencyKey } of await w.journal()) {
      const key = keys.journal(w.incident.id, idempotencyKey);
      await w.deps.table.transact([{ kind: 'delete', key, when: [] }]);
    }
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(await w.reason()).toMatch(/no journal line/);
    expect(w.fake.calls).toHaveLength(2);
  });
});

describe('rollback after the policy layer changed', () => {
  const roster = Roster.parse({ approvers: [{ id: 'bob', name: 'Bob', role: 'admin' }] });
  const policy = policyLayer({ roster, version: 'policy-2' });

  it('still restores what somebody consented to who is not in the roster any more', async () => {
    const w = await executed();
    expect(await run(w, { policy })).toEqual({ kind: 'rolled_back' });
  });

  it('takes a new decision only from the roster of today', async () => {
    const w = await executed(false);
    const asked = request({ purpose: 'rollback' });
    await write(w, requestItem(asked));
    await write(w, { ...keys.decision(asked.approvalId, 'alice'), ...(await decision({ purpose: 'rollback' })) });
    await move(w, { status: 'rolling_back', rollbackApprovalId: asked.approvalId });
    expect(await run(w, { policy })).toEqual({ kind: 'rollback_failed' });
    expect(w.fake.calls).toHaveLength(2);
  });
});

describe('rollback of a call that was never answered', () => {
  it('does not call the prior state restored when the change landed after all', async () => {
    const w = await world();
    w.fake.cluster.patch = async () => {
      throw new Error('timeout');
    };
    expect(await executor(w.deps)(stepEvent(w.incident))).toEqual({ kind: 'settling' });
    w.at(160);
    expect(await executor(w.deps)(stepEvent(await w.read()))).toEqual({ kind: 'execution_failed' });
    w.fake.objects[deploymentKey] = deployment('1Gi');
    w.at(200);
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(await w.reason()).toMatch(/failed, and yet holds what was planned/);
  });
});

describe('rollback that is taken over', () => {
  it('does not journal a skipped undo as rolled back', async () => {
    const w = await executed();
    w.fake.objects[autoscalerKey] = autoscaler(2);
    const { table } = w.deps;
    const dying = {
      ...table,
      transact: async (writes: Parameters<typeof table.transact>[0]) => {
        if (writes.some((one) => one.kind === 'replace' && one.item.sk.endsWith('/0/undo'))) throw new Error('dead');
        return table.transact(writes);
      },
    };
    await expect(run(w, { table: dying })).rejects.toThrow('dead');
    w.at(900);
    await run(w);
    const second = (await w.journal()).find(({ idempotencyKey }) => idempotencyKey.endsWith('/1'));
    expect(second?.status).toBe('succeeded');
  });
});

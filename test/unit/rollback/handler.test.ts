import { describe, expect, it } from 'vitest';
import { approvalIdFor } from '../../../core/approval/approval-id.ts';
import { requestItem } from '../../../core/approval/request.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import { purgeAt } from '../../../core/incident/step.ts';
import { Policy } from '../../../core/policy/policy.ts';
import { createHandler as executor } from '../../../functions/executor/handler.ts';
import { createHandler, type Deps } from '../../../functions/rollback/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { autoscaler, autoscalerKey, deployment, deploymentKey } from '../../support/cluster.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { type World, world } from '../../support/world.ts';

const prior = { [deploymentKey]: deployment('512Mi'), [autoscalerKey]: autoscaler(2) };

/** An execution that really happened, then a verdict on it. */
const executed = async (verdict: Incident['status'] = 'fix_ineffective', consent = true) => {
  const w = await world({ decisions: [await decision({ rollbackConsent: consent })] });
  await executor(w.deps)(stepEvent(w.incident));
  await move(w, { status: verdict });
  w.at(700);
  return w;
};
const move = async (w: World, change: Partial<Incident>) => {
  const now = await w.read();
  const item = { ...now, ...change, ...keys.incident(now.id), purgeAt: purgeAt(later(0)) };
  await w.deps.table.transact([{ kind: 'replace', item, when: [] }]);
};
const run = async (w: World, deps: Partial<Deps> = {}) =>
  createHandler({ ...w.deps, ...deps })(stepEvent(await w.read()));

describe('rollback', () => {
  it('restores the exact prior state in reverse order when the approver consented', async () => {
    const w = await executed();
    expect(await run(w)).toEqual({ kind: 'rolled_back' });
    expect(w.deps.meter.counts.get('ApprovalOverturned')).toBe(1);
    expect(w.fake.objects).toEqual(prior);
    expect(w.fake.calls.map(({ target }) => target)).toEqual([
      deploymentKey,
      autoscalerKey,
      autoscalerKey,
      deploymentKey,
    ]);
    expect(w.leases()).toEqual([]);
    const statuses = (await w.journal()).map(({ idempotencyKey, status }) => [idempotencyKey.slice(33), status]);
    expect(statuses).toEqual([
      ['0', 'rolled_back'],
      ['0/undo', 'succeeded'],
      ['1', 'rolled_back'],
      ['1/undo', 'succeeded'],
    ]);
  });

  it('runs although the circuit is open, execution is disabled, the mode is observe and the approval is long over', async () => {
    const w = await executed();
    w.deps.switches.turn({ execution: 'disabled' });
    const open = { ...keys.circuit('global'), open: true, failures: 2, version: 9 };
    await w.deps.table.transact([{ kind: 'create', item: open }]);
    w.at(3600);
    const policy = policyLayer({ policy: Policy.parse({}), version: 'policy-2' });
    expect(await run(w, { policy })).toEqual({ kind: 'rolled_back' });
    expect(w.fake.objects).toEqual(prior);
  });

  it('is bound by no window, no freeze and no cap: they bound the change, not its undoing', async () => {
    const w = await executed();
    const freezes = [{ from: later(0).toISOString(), to: later(9999).toISOString(), reason: 'a test' }];
    const caps = { maxActionsPerRun: 0, maxActionsPerHour: 0, maxResources: 0, maxChangePercent: 0 };
    const locked = Policy.parse({ ...policyLayer().policy, changeWindows: [], freezes, ...caps });
    const counted = await w.deps.table.get(keys.recentActions());
    expect(await run(w, { policy: policyLayer({ policy: locked }) })).toEqual({ kind: 'rolled_back' });
    expect(w.fake.objects).toEqual(prior);
    expect(await w.deps.table.get(keys.recentActions())).toEqual(counted);
  });

  it('is halted by the emergency stop alone, and says so', async () => {
    const w = await executed();
    w.deps.switches.turn({ emergencyStop: 'set' });
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(await w.reason()).toMatch(/emergency stop/);
    expect(w.fake.calls).toHaveLength(2);
    expect(w.leases()).toHaveLength(2);
  });

  it.each([
    ['nobody consented', async () => executed('fix_ineffective', false)],
    ['the metrics do not tell', async () => executed('inconclusive')],
    [
      'the consent has lapsed',
      async () => {
        const w = await executed();
        w.at(3661);
        return w;
      },
    ],
  ])('asks a person when %s', async (_when, prepare) => {
    const w = await prepare();
    expect(await run(w)).toEqual({ kind: 'awaiting_rollback_approval' });
    expect(await w.read()).toMatchObject({
      rollbackApprovalId: approvalIdFor(w.incident.id, 'rollback'),
      due: { does: 'remind', attempt: 0 },
    });
    const { due } = await w.read();
    const minutes = w.deps.policy.policy.approvalMinutes;
    expect(due?.until).toBe(new Date(w.deps.now().getTime() + minutes * 60_000).toISOString());
    expect(w.fake.calls).toHaveLength(2);
  });

  it('restores when a person approved the rollback itself', async () => {
    const w = await executed('fix_ineffective', false);
    await run(w);
    const asked = request({ purpose: 'rollback' });
    const yes = await decision({ purpose: 'rollback', decidedAt: later(720).toISOString() });
    await w.deps.table.transact([
      { kind: 'create', item: requestItem(asked) },
      { kind: 'create', item: { ...keys.decision(asked.approvalId, 'alice'), ...yes } },
    ]);
    await move(w, { status: 'rolling_back' });
    expect(await run(w)).toEqual({ kind: 'rolled_back' });
    expect(w.fake.objects).toEqual(prior);
  });

  it('does not restore because the table says rolling_back: without a proof nothing is called', async () => {
    const w = await executed('fix_ineffective', false);
    await move(w, { status: 'rolling_back' });
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(w.fake.calls).toHaveLength(2);
  });

  it('leaves alone what somebody else wrote after us', async () => {
    const w = await executed();
    w.fake.objects[autoscalerKey] = autoscaler(5);
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(await w.reason()).toMatch(/minReplicas holds 5/);
    expect(w.fake.objects[autoscalerKey]).toEqual(autoscaler(5));
    expect(w.fake.calls).toHaveLength(2);
  });

  it('skips what holds its prior state already and what was never applied', async () => {
    const w = await executed();
    Object.assign(w.fake.objects, structuredClone(prior));
    expect(await run(w)).toEqual({ kind: 'rolled_back' });
    expect(w.fake.calls).toHaveLength(2);
    expect((await w.journal()).map(({ status }) => status)).toContain('skipped');

    const failed = await world();
    failed.fake.cluster.patch = async () => {
      throw new Error('connection refused');
    };
    await executor(failed.deps)(stepEvent(failed.incident));
    failed.at(160);
    await executor(failed.deps)(stepEvent(await failed.read()));
    expect(await failed.status()).toBe('execution_failed');
    failed.at(200);
    expect(await run(failed)).toEqual({ kind: 'rolled_back' });
    expect(failed.fake.objects).toEqual(prior);
  });

  it('restores once for twenty rollbacks racing', async () => {
    const w = await executed();
    await Promise.all(Array.from({ length: 20 }, () => run(w).catch(() => undefined)));
    expect(w.fake.calls).toHaveLength(4);
    expect(await w.status()).toBe('rolled_back');
  });
});

import { describe, expect, it } from 'vitest';
import { approvalIdFor } from '../../../core/approval/approval-id.ts';
import { requestItem } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import { createHandler } from '../../../functions/rollback/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { autoscaler, autoscalerKey, deployment, deploymentKey } from '../../support/cluster.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { ask, put, resolved } from '../../support/resolved.ts';
import type { World } from '../../support/world.ts';

const prior = { [deploymentKey]: deployment('512Mi'), [autoscalerKey]: autoscaler(2) };
const run = async (w: World) => createHandler(w.deps)(stepEvent(await w.read()));

/** Asked for by bob, answered by these, and moved on as approval-api does. */
const answered = async (approver?: string, asked = 1) => {
  const w = await resolved();
  await ask(w, 'bob');
  const approvalId = approvalIdFor(w.incident.id, 'rollback', asked);
  const role = approver === 'bob' ? 'admin' : 'analyst';
  if (approver !== undefined) {
    await put(w, requestItem(request({ purpose: 'rollback', approvalId })));
    const yes = await decision({
      purpose: 'rollback',
      approvalId,
      approver,
      role,
      decidedAt: later(720).toISOString(),
    });
    await put(w, { ...keys.decision(approvalId, approver), ...yes });
  }
  const leases = [deploymentKey, autoscalerKey];
  await put(w, { ...(await w.read()), ...keys.incident(w.incident.id), status: 'rolling_back', leases });
  return w;
};

describe('a rollback on request', () => {
  it('restores what another person approved, and is no failed fix', async () => {
    const w = await answered('alice');
    expect(await run(w)).toEqual({ kind: 'rolled_back' });
    expect(w.fake.objects).toEqual(prior);
    expect(w.deps.meter.counts.get('RolledBack')).toBe(1);
    expect(w.deps.meter.counts.get('ApprovalOverturned')).toBeUndefined();
    expect(await w.deps.table.get(keys.circuit('global'))).toBeUndefined();
    expect(w.leases().filter(({ sk }) => sk === 'HELD')).toEqual([]);
  });

  it.each([
    ['without an answer, whatever the approval of the change consented to', undefined, 1],
    ['by the answer of whoever asked', 'bob', 1],
    ['by the answer to an earlier request', 'alice', 2],
  ])('calls nothing %s', async (_what, approver, asked) => {
    const w = await answered(approver, asked);
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(w.fake.calls).toHaveLength(2);
  });

  it('is halted by the emergency stop', async () => {
    const w = await answered('alice');
    w.deps.switches.turn({ emergencyStop: 'set' });
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(w.fake.calls).toHaveLength(2);
  });

  it('leaves what somebody else wrote since', async () => {
    const w = await answered('alice');
    w.fake.objects[autoscalerKey] = autoscaler(7);
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(w.fake.objects[autoscalerKey]).toEqual(autoscaler(7));
  });
});

import { describe, expect, it } from 'vitest';
import { ApprovalRequest } from '../../../core/approval/request.ts';
import { approvalDue } from '../../../core/incident/deadline.ts';
import { keys } from '../../../core/incident/keys.ts';
import { Policy } from '../../../core/policy/policy.ts';
import { request } from '../../support/approval.ts';
import { later } from '../../support/incident.ts';
import { world } from '../../support/world.ts';
import { run, reaching, to, again, onlyPeople } from '../../support/notifier.ts';

describe('a request for a rollback', () => {
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
});

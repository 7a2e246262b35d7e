import { describe, expect, it } from 'vitest';
import { approvalIdFor } from '../../../core/approval/approval-id.ts';
import { requestItem } from '../../../core/approval/request.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import { createHandler as executor } from '../../../functions/executor/handler.ts';
import { createHandler } from '../../../functions/rollback/handler.ts';
import { createHandler as timekeeper } from '../../../functions/timekeeper/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { madeAfter } from '../../support/database.ts';
import { growing, resizing, slowWorld } from '../../support/slow.ts';

type Slow = Awaited<ReturnType<typeof slowWorld>>;

const move = async (w: Slow, change: Partial<Incident>) => {
  const { due: _due, ...now } = await w.read();
  await w.deps.table.transact([{ kind: 'replace', item: { ...now, ...change, ...keys.incident(now.id) }, when: [] }]);
};
const run = async (w: Slow) => createHandler(w.deps)(stepEvent(await w.read()));
const poll = async (w: Slow, second: number) => {
  w.at(second);
  await timekeeper(w.deps)({});
  return (await w.status()) === 'rolling_back' ? run(w) : { kind: await w.status() };
};

/** An execution that RDS has made by second 400, and a verdict on it at `from`. */
const from = 2_500;
const executed = async (...args: Parameters<typeof slowWorld>) => {
  const w = await slowWorld(...args);
  for (const [n] of args[0].entries()) {
    await executor(w.deps)(stepEvent(await w.read()));
    w.at(90 + (n + 1) * madeAfter);
  }
  await executor(w.deps)(stepEvent(await w.read()));
  expect(await w.status()).toBe('executed');
  await move(w, { status: 'fix_ineffective' });
  w.at(from);
  return w;
};
const short = async (w: Slow) =>
  (await w.journal()).map(({ idempotencyKey, status }) => `${idempotencyKey.replace(/^[^/]+\//, '')} ${status}`);

describe('rollback of a change that takes minutes', () => {
  it('is asked for once, polled, and ends rolled back when the prior state is in place', async () => {
    const w = await executed([resizing]);
    expect(await run(w)).toEqual({ kind: 'settling' });
    expect(await w.read()).toMatchObject({
      status: 'rolling_back',
      reason: 'set-instance-class on orders-db: the undo is accepted and being made',
      due: { does: 'poll' },
    });
    for (const minute of [1, 2, 3]) expect(await poll(w, from + 60 * minute)).toEqual({ kind: 'settling' });
    expect(await poll(w, from + madeAfter)).toEqual({ kind: 'rolled_back' });
    expect(w.calls).toEqual([{ instanceClass: 'db.r6g.xlarge' }, { instanceClass: 'db.r6g.large' }]);
    expect(await short(w)).toEqual(['0 rolled_back', '0/undo succeeded']);
    expect(w.leases()).toEqual([]);
  });

  it('is polled, too, when a person approved it', async () => {
    const w = await executed([resizing], { consent: false });
    expect(await run(w)).toEqual({ kind: 'awaiting_rollback_approval' });
    const yes = { purpose: 'rollback', rollbackBy: later(from + 900).toISOString() } as const;
    const decisions = [
      await decision({ ...yes, decidedAt: later(from).toISOString() }, w.choices),
      await decision({ ...yes, decidedAt: later(from + 1).toISOString(), approver: 'bob', role: 'admin' }, w.choices),
    ];
    const approvalId = approvalIdFor(w.incident.id, 'rollback');
    await w.deps.table.transact([
      { kind: 'create', item: requestItem(request({ purpose: 'rollback' }, w.choices)) },
      ...decisions.map((one) => ({
        kind: 'create' as const,
        item: { ...keys.decision(approvalId, one.proof.approver), ...one },
      })),
    ]);
    await move(w, { status: 'rolling_back' });
    expect(await run(w)).toEqual({ kind: 'settling' });
    expect(await poll(w, from + 61)).toEqual({ kind: 'settling' });
    expect(await poll(w, from + madeAfter)).toEqual({ kind: 'rolled_back' });
    expect(w.calls).toHaveLength(2);
  });

  it.each([
    ['an emergency stop', (w: Slow) => w.deps.switches.turn({ emergencyStop: 'set' }), 60],
    ['the end of the consent', () => undefined, 3_661 - from],
  ])('hears of the outcome of what was begun before %s', async (_what, happen, seconds) => {
    const w = await executed([resizing]);
    w.at(from + seconds - madeAfter + 60);
    const began = from + seconds - madeAfter + 60;
    await run(w);
    happen(w);
    expect(await poll(w, began + madeAfter - 1)).toEqual({ kind: 'settling' });
    expect(await poll(w, began + madeAfter + 60)).toEqual({ kind: 'rolled_back' });
    expect(w.calls).toHaveLength(2);
  });

  it.each([
    [
      'an emergency stop',
      (w: Slow) => w.deps.switches.turn({ emergencyStop: 'set' }),
      from,
      /^the emergency stop is set; nothing more was undone$/,
    ],
    [
      'the end of the consent',
      () => undefined,
      3_600,
      /^the rollback was consented until .*; nothing more was undone$/,
    ],
  ])('begins no further step after %s', async (_what, happen, began, reason) => {
    // The same instance twice: up a size, and then up another.
    const again = {
      ...resizing,
      parameters: { instance: 'orders-db', to: 'db.r6g.2xlarge' },
      touched: [{ path: 'instanceClass', before: 'db.r6g.xlarge', after: 'db.r6g.2xlarge' }],
    };
    const w = await slowWorld([resizing, again]);
    await w.deps.claims.take(`${w.incident.approvalId ?? ''}/0`, {});
    await w.deps.claims.take(`${w.incident.approvalId ?? ''}/1`, {});
    await w.rds.modify('orders-db', { instanceClass: 'db.r6g.2xlarge' });
    const line = {
      provider: 'rds',
      target: again.target,
      status: 'succeeded',
      prior: {},
      observed: null,
      executedAt: later(90).toISOString(),
    };
    for (const n of [0, 1]) {
      const idempotencyKey = `${w.incident.approvalId ?? ''}/${n}`;
      const body = { ...line, idempotencyKey, action: 'set-instance-class' };
      await w.deps.table.transact([{ kind: 'create', item: { ...keys.journal(w.incident.id, idempotencyKey), body } }]);
    }
    await w.deps.table.transact([
      { kind: 'create', item: { ...keys.execution(w.incident.id), runUntil: later(0).toISOString() } },
    ]);
    await move(w, { status: 'fix_ineffective' });
    w.at(began);
    expect(await run(w)).toEqual({ kind: 'settling' });
    happen(w);
    expect(await poll(w, began + 120)).toEqual({ kind: 'settling' });
    expect(await poll(w, began + madeAfter + 60)).toEqual({ kind: 'rollback_failed' });
    expect(await w.reason()).toMatch(reason);
    expect(w.calls.slice(1)).toEqual([{ instanceClass: 'db.r6g.xlarge' }]);
    expect(await short(w)).toEqual(['0 succeeded', '1 rolled_back', '1/undo succeeded']);
  });

  it.each([
    ['an emergency stop', (w: Slow) => w.deps.switches.turn({ emergencyStop: 'set' })],
    ['the end of the consent', (w: Slow) => w.at(3_700)],
  ])('makes no call after %s because a row says that it was begun', async (_what, happen) => {
    const w = await executed([resizing]);
    const [applied] = await w.journal();
    const body = { ...applied, idempotencyKey: `${w.incident.approvalId ?? ''}/0/undo`, status: 'started' };
    const item = { ...keys.journal(w.incident.id, body.idempotencyKey), body };
    await w.deps.table.transact([{ kind: 'create', item }]);
    await move(w, { status: 'rolling_back' });
    happen(w);
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(w.calls).toHaveLength(1);
  });

  it('leaves an instance alone that somebody changes meanwhile', async () => {
    const w = await executed([resizing]);
    await w.rds.modify('orders-db', { storageGiB: 200 });
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(await w.reason()).toMatch(/undo failed: PreconditionFailed: the instance is modifying/);
  });

  it('does not call the prior state restored while the change that was given up is being made after all', async () => {
    const w = await slowWorld([resizing]);
    const { modify } = w.rds;
    w.rds.modify = () => Promise.reject(new Error('timeout'));
    await executor(w.deps)(stepEvent(await w.read()));
    w.at(300);
    expect(await executor(w.deps)(stepEvent(await w.read()))).toEqual({ kind: 'execution_failed' });
    await modify('orders-db', { instanceClass: 'db.r6g.xlarge' });
    w.at(310);
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(await w.reason()).toMatch(/holds its prior state and is being changed/);
  });

  it('is given up after 240 polls, and a person is told', async () => {
    const w = await executed([resizing]);
    const get = w.rds.get.bind(w.rds);
    w.rds.get = async (id) => {
      const found = await get(id);
      return found === undefined || w.calls.length < 2 ? found : { ...found, status: 'modifying' };
    };
    await run(w);
    for (let minute = 1; minute <= 240; minute += 1) {
      expect(await poll(w, from + 60 * minute)).toEqual({ kind: 'settling' });
    }
    expect(await poll(w, from + 60 * 241)).toEqual({ kind: 'rollback_failed' });
    expect(await w.reason()).toMatch(/240 polls/);
    expect(w.calls).toHaveLength(2);
  });
});

describe('rollback of what cannot be undone', () => {
  it('makes no call, skips the undo, and says that the change stays: it was not rolled back', async () => {
    const w = await executed([growing]);
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(await w.reason()).toBe('grow-storage on orders-db: cannot be undone and stays in place');
    expect(w.calls).toEqual([{ storageGiB: 150 }]);
    expect(await short(w)).toEqual(['0 succeeded', '0/undo skipped']);
    expect(await w.rds.get('orders-db')).toMatchObject({ storageGiB: 150 });
  });

  it('says the same when it is started again', async () => {
    const w = await executed([growing]);
    await run(w);
    await move(w, { status: 'rolling_back' });
    w.at(from + 200);
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(w.calls).toHaveLength(1);
  });

  it('ends rolled back when it never happened', async () => {
    const w = await slowWorld([growing]);
    w.rds.modify = async () => undefined;
    await executor(w.deps)(stepEvent(await w.read()));
    w.at(300);
    await executor(w.deps)(stepEvent(await w.read()));
    expect(await w.status()).toBe('execution_failed');
    expect(await run(w)).toEqual({ kind: 'rolled_back' });
    expect(await w.reason()).toBe('grow-storage on orders-db: holds its prior state already');
    expect(await short(w)).toEqual(['0 failed', '0/undo skipped']);
  });
});

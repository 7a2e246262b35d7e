import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { createHandler } from '../../../functions/executor/handler.ts';
import { request } from '../../support/approval.ts';
import { Crash } from '../../support/crash.ts';
import { failover } from '../../support/failover.ts';
import { stepEvent } from '../../support/incident.ts';
import { failed, moved, networkInterface, standby } from '../../support/interfaces.ts';
import { choiceSet } from '../../support/proposal.ts';

type World = Awaited<ReturnType<typeof failover>>;
const run = async (w: World, change: Partial<World['deps']> = {}) =>
  createHandler({ ...w.deps, ...change })(stepEvent(await w.read()));

const moves = [`unassign ${moved} ${failed}`, `assign ${moved} ${standby}`];
const statuses = async (w: World) => (await w.journal()).map(({ status }) => status);

describe('a failover', () => {
  it('moves the address, then switches forwarding on, and journals the prior value by the name auditors know', async () => {
    const w = await failover({ forwards: false });
    expect(await run(w)).toEqual({ kind: 'executed' });
    expect(w.calls).toEqual([...moves, `sourceDestCheck false ${standby}`]);
    expect(await w.journal()).toMatchObject([
      { status: 'succeeded', prior: { [`addresses.${moved}`]: true }, observed: { [`addresses.${moved}`]: false } },
      { status: 'succeeded', prior: { [`addresses.${moved}`]: false }, observed: { [`addresses.${moved}`]: true } },
      {
        status: 'succeeded',
        prior: { sourceDestCheck: true, priorSourceDestCheck: true },
        observed: { sourceDestCheck: false },
      },
    ]);
  });

  it('looks again later when EC2 accepted a change and does not show it yet', async () => {
    const w = await failover({ forwards: false });
    const stale = structuredClone(w.state.get(failed) ?? networkInterface(failed));
    const { get } = w.ec2;
    w.ec2.get = async (id) => (id === failed ? stale : get(id));
    expect(await run(w)).toEqual({ kind: 'settling' });
    w.ec2.get = get;
    w.at(150);
    expect(await run(w)).toEqual({ kind: 'executed' });
    expect(w.calls).toEqual([...moves, `sourceDestCheck false ${standby}`]);
  });
});

describe('a step that changes nothing', () => {
  it('is skipped without a call and without a claim, and the run goes on', async () => {
    const w = await failover({ forwards: true });
    expect(await run(w)).toEqual({ kind: 'executed' });
    expect(w.calls).toEqual(moves);
    expect(await statuses(w)).toEqual(['succeeded', 'succeeded', 'skipped']);
    expect((await w.journal()).at(-1)).toMatchObject({
      prior: { sourceDestCheck: false, priorSourceDestCheck: false },
      observed: { sourceDestCheck: false },
    });
    expect([...w.deps.claims.taken]).toHaveLength(2);
  });

  it.each<[string, (w: World) => void, object | null]>([
    ['is not so any more', (w) => w.state.set(standby, networkInterface(standby)), { sourceDestCheck: true }],
    ['cannot be read', (w) => void (w.ec2.get = async () => Promise.reject(new Error('timeout'))), null],
    ['is told of in part', (w) => void (w.ec2.get = async () => 'partial'), { sourceDestCheck: null }],
  ])('has failed, with nothing called for it, when the field %s at its turn', async (_what, change, observed) => {
    const w = await failover({ forwards: true });
    const { record } = { record: w.deps.table.transact };
    const table = { ...w.deps.table };
    // The world changes between the second step's journal line and the third step.
    table.transact = async (writes) => {
      const done = await record(writes);
      const lines = await w.journal();
      if (lines.filter(({ status }) => status === 'succeeded').length === 2 && lines.length === 2) change(w);
      return done;
    };
    expect(await run(w, { table })).toEqual({ kind: 'execution_failed' });
    expect(w.calls).toEqual(moves);
    expect((await w.journal()).at(-1)).toMatchObject({
      status: 'failed',
      observed,
      error: 'the resource is not as it was to stay; nothing was called',
    });
  });

  it('is refused as drift when it is not so any more before anything was done', async () => {
    const w = await failover({ forwards: true });
    w.state.set(standby, networkInterface(standby));
    expect(await run(w)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/drift: sourceDestCheck/) });
    expect(w.calls).toEqual([]);
  });

  it('is skipped once when the executor died right after it', async () => {
    const w = await failover({ forwards: true });
    const { transact } = w.deps.table;
    let dead = false;
    const dying: typeof transact = async (writes) => {
      if (dead) throw new Crash('dead');
      const done = await transact(writes);
      dead = (await statuses(w)).includes('skipped');
      return done;
    };
    await expect(run(w, { table: { ...w.deps.table, transact: dying } })).rejects.toThrow('dead');
    w.at(200);
    expect(await run(w)).toEqual({ kind: 'executed' });
    expect(w.calls).toEqual(moves);
  });

  it.each([
    [0, false, 'outcome_unknown'],
    [2, true, 'execution_failed'],
  ])('is not what a row says of it: step %i', async (n, forwards, kind) => {
    const w = await failover({ forwards });
    const key = `${request({}, choiceSet()).approvalId}/${n}`;
    const [line] = await journalOfAnother(n, key);
    const item = { ...keys.journal(w.incident.id, key), body: { ...line, status: forwards ? 'succeeded' : 'skipped' } };
    await w.deps.table.transact([{ kind: 'create', item }]);
    expect(await run(w)).toEqual({ kind });
    expect(w.calls.filter((call) => call.startsWith('sourceDestCheck'))).toEqual([]);
  });
});

/** A true journal line of that step, from another world. */
const journalOfAnother = async (n: number, key: string) => {
  const w = await failover({ forwards: false });
  await run(w);
  return (await w.journal()).slice(n, n + 1).map((line) => ({ ...line, idempotencyKey: key }));
};

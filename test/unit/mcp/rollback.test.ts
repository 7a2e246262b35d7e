import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import type { Table } from '../../../core/incident/table.ts';
import { mcpClient } from '../../support/mcp.ts';
import { policyLayer } from '../../support/policy.ts';
import { put, resolved } from '../../support/resolved.ts';
import { roster } from '../../support/operations.ts';

/** An incident whose change was executed and found to help, before agents of the roster. */
const over = async (change: (table: Table) => Table = (table) => table) => {
  const w = await resolved();
  const deps = { ...w.deps, policy: policyLayer({ roster }), table: change(w.deps.table) };
  return { ...w, ...mcpClient(deps), input: { incident: w.incident.id, reason: 'the pod was examined' } };
};

describe('an agent that asks for a rollback', () => {
  it('has people asked in the name of its person, and is told who decides', async () => {
    const { call, input, read, memory } = await over();
    expect((await call('rollback', input)).data).toEqual({
      outcome: 'asked',
      incident: input.incident,
      status: 'awaiting_rollback_approval',
      decideBy: '2026-11-20T03:26:40.000Z',
      decides: 'a person, and not you',
    });
    const steps = memory.all().filter(({ pk, sk }) => pk === keys.incident(input.incident).pk && sk.startsWith('T#'));
    expect(steps.at(-1)).toMatchObject({
      by: 'mcp',
      person: 'bob',
      reason: 'rollback asked for by bob: the pod was examined',
    });
    expect(await read()).toMatchObject({
      status: 'awaiting_rollback_approval',
      rollbackAsked: { by: 'bob', times: 1 },
    });
    expect((await call('rollback', input, 'dave')).data).toMatchObject({
      status: 'awaiting_rollback_approval',
      note: expect.stringContaining('people are asked already'),
    });
  });

  it('leaves no secret of its reason behind', async () => {
    const { call, input, memory } = await over();
    await call('rollback', { ...input, reason: 'look: password=hunter2hunter2' });
    expect(JSON.stringify(memory.all())).toContain('rollback asked for by bob');
    expect(JSON.stringify(memory.all())).not.toContain('hunter2');
  });

  it('is told why where it cannot be taken back, and nothing moves', async () => {
    const w = await over();
    await put(w, { ...keys.lastChange('Deployment/checkout/payments-api'), incidentId: 'inc-20261120030000-0000000f' });
    expect(await w.call('rollback', w.input)).toMatchObject({
      isError: true,
      text: expect.stringContaining('another incident changed Deployment/checkout/payments-api since'),
    });
    expect(await w.status()).toBe('resolved');
  });

  it('does not ask for a viewer', async () => {
    const { call, input, status } = await over();
    expect(await call('rollback', input, 'carol')).toMatchObject({ isError: true });
    expect(await status()).toBe('resolved');
  });

  it('looks once more where somebody wrote at the same moment, and then says so', async () => {
    let lost = 0;
    const losing =
      (times: number) =>
      (table: Table): Table => ({
        ...table,
        transact: async (writes) => (lost++ < times ? { kind: 'lost', failed: [0] } : table.transact(writes)),
      });
    const once = await over(losing(1));
    expect((await once.call('rollback', once.input)).data).toMatchObject({ outcome: 'asked' });
    lost = 0;
    const twice = await over(losing(2));
    expect(await twice.call('rollback', twice.input)).toMatchObject({
      isError: true,
      text: expect.stringContaining('try again'),
    });
  });
});

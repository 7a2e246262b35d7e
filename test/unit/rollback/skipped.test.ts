import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { purgeAt } from '../../../core/incident/step.ts';
import { createHandler as executor } from '../../../functions/executor/handler.ts';
import { createHandler } from '../../../functions/rollback/handler.ts';
import { failover } from '../../support/failover.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { failed, moved, networkInterface, standby } from '../../support/interfaces.ts';

/** A failover that was made and did not help. */
const ineffective = async (forwards: boolean) => {
  const w = await failover({ forwards });
  expect(await executor(w.deps)(stepEvent(await w.read()))).toEqual({ kind: 'executed' });
  const item = {
    ...(await w.read()),
    status: 'fix_ineffective',
    ...keys.incident(w.incident.id),
    purgeAt: purgeAt(later(0)),
  };
  await w.deps.table.transact([{ kind: 'replace', item, when: [] }]);
  w.at(700);
  w.calls.length = 0;
  return w;
};
type World = Awaited<ReturnType<typeof ineffective>>;
const run = async (w: World) => createHandler(w.deps)(stepEvent(await w.read()));
const back = [`unassign ${moved} ${standby}`, `assign ${moved} ${failed}`];
const undone = async (w: World) =>
  (await w.journal())
    .filter(({ idempotencyKey }) => idempotencyKey.endsWith('/undo'))
    .map(({ action, status }) => `${action} ${status}`);

describe('the undo of a failover', () => {
  it('switches forwarding off before it takes the address back', async () => {
    const w = await ineffective(false);
    expect(await run(w)).toEqual({ kind: 'rolled_back' });
    expect(w.calls).toEqual([`sourceDestCheck true ${standby}`, ...back]);
    expect([...w.state.values()]).toEqual(w.start);
    expect(await undone(w)).toEqual([
      'unassign-secondary-ip succeeded',
      'assign-secondary-ip succeeded',
      'ensure-forwarding-enabled succeeded',
    ]);
  });

  it('leaves forwarding to an interface that was a forwarder before', async () => {
    const w = await ineffective(true);
    expect(await run(w)).toEqual({ kind: 'rolled_back' });
    expect(w.calls).toEqual(back);
    expect([...w.state.values()]).toEqual(w.start);
    expect(w.state.get(standby)?.sourceDestCheck).toBe(false);
    expect(await undone(w)).toContain('ensure-forwarding-enabled skipped');
    expect(await w.reason()).toMatch(/ensure-forwarding-enabled on eni-0a1b2c3d4e5f60002: was so before/);
  });

  it('touches no field that was so before, whatever somebody else did to it meanwhile', async () => {
    const w = await ineffective(true);
    const live = w.state.get(standby) ?? networkInterface(standby);
    w.state.set(standby, { ...live, sourceDestCheck: true });
    expect(await run(w)).toEqual({ kind: 'rolled_back' });
    expect(w.calls).toEqual(back);
    expect(w.state.get(standby)?.sourceDestCheck).toBe(true);
  });

  it.each(['succeeded', 'started', 'failed'] as const)(
    'calls nothing for a step that changed nothing, although a row says %s',
    async (status) => {
      const w = await ineffective(true);
      const [line] = (await w.journal()).filter(({ action }) => action === 'ensure-forwarding-enabled');
      if (line === undefined) throw new Error('no line');
      const key = keys.journal(w.incident.id, line.idempotencyKey);
      const forged = { ...line, status, prior: { sourceDestCheck: true } };
      await w.deps.table.transact([{ kind: 'replace', item: { ...key, body: forged }, when: [] }]);
      expect(await run(w)).toEqual({ kind: 'rolled_back' });
      expect(w.calls).toEqual(back);
    },
  );

  it('stops where the address was given to somebody else meanwhile', async () => {
    const w = await ineffective(false);
    w.state.set(standby, networkInterface(standby, { sourceDestCheck: false }));
    const third = 'eni-0a1b2c3d4e5f60003';
    w.state.set(third, { ...networkInterface(third), addresses: [{ address: moved, primary: true }] });
    expect(await run(w)).toEqual({ kind: 'rollback_failed' });
    expect(w.state.get(third)?.addresses).toEqual([{ address: moved, primary: true }]);
  });
});

import { describe, expect, it } from 'vitest';
import { transitionKey } from '../../../core/audit/key.ts';
import { keys } from '../../../core/incident/keys.ts';
import { createHandler } from '../../../functions/executor/handler.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { type World, world } from '../../support/world.ts';

const missing = { has: async () => false };
const run = (w: World, auditTrail: { has(key: string): Promise<boolean> }) =>
  createHandler({ ...w.deps, auditTrail })(stepEvent(w.incident));
/** An incident at step 5, now 90 seconds after its start; the step before it was made then. */
const withStep = async (at: Date) => {
  const w = await world();
  const item = { ...keys.transition(w.incident.id, 4), at: at.toISOString() };
  await w.deps.table.transact([{ kind: 'create', item }]);
  return w;
};

describe('the audit lag', () => {
  it('is looked for in the record of the step before the present one', async () => {
    const asked: string[] = [];
    const w = await world();
    await run(w, {
      has: async (key) => {
        asked.push(key);
        return true;
      },
    });
    expect(asked).toEqual([transitionKey(w.incident.id, 4)]);
  });

  it.each<[seconds: number, kind: string]>([
    [30, 'executed'],
    [29, 'refused'],
  ])('of a step made at second %i of 90 leaves the incident %s: 60 s are allowed', async (seconds, kind) => {
    expect(await run(await withStep(later(seconds)), missing)).toMatchObject({ kind });
  });

  it('says which step is missing, and for how long', async () => {
    const w = await withStep(later(0));
    expect(await run(w, missing)).toMatchObject({
      name: 'audit-lag',
      reason: 'audit-lag: step 4 is 90 s old and not in the audit trail yet; 60 s are allowed',
    });
    expect(w.fake.calls).toEqual([]);
  });

  it('refuses when the step is in neither of both', async () =>
    expect(await run(await world(), missing)).toMatchObject({ name: 'audit-lag' }));

  it('decides nothing when the trail cannot be read: the execution is tried again', async () => {
    const w = await world();
    const broken = { has: async () => Promise.reject(new Error('s3 ListObjectsV2: SlowDown')) };
    await expect(run(w, broken)).rejects.toThrow('SlowDown');
    expect(await w.status()).toBe('approved');
    expect(await run(w, w.deps.auditTrail)).toEqual({ kind: 'executed' });
  });
});

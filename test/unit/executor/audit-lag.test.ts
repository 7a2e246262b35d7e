import { describe, expect, it } from 'vitest';
import { transitionKey } from '../../../core/audit/key.ts';
import { keys } from '../../../core/incident/keys.ts';
import { createHandler } from '../../../functions/executor/handler.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { type World, world } from '../../support/world.ts';

const missing = { has: async () => false };
const run = (w: World, auditTrail: { has(key: string): Promise<boolean> }) =>
  createHandler({ ...w.deps, auditTrail })(stepEvent(w.incident));
/** An incident at step 5, now 90 seconds after its start, with the steps before it, which were made at these seconds. */
const withSteps = async (...seconds: [number, number, number, number]) => {
  const w = await world();
  const items = seconds.map((second, n) => ({
    ...keys.transition(w.incident.id, n + 1),
    at: later(second).toISOString(),
  }));
  await w.deps.table.transact(items.map((item) => ({ kind: 'create', item })));
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
  ])('from the first step at second %i of 90 leaves the incident %s: 60 s are allowed', async (seconds, kind) => {
    expect(await run(await withSteps(seconds, 40, 50, 60), missing)).toMatchObject({ kind });
  });

  it('says which step is missing, and for how long', async () => {
    const w = await withSteps(0, 0, 0, 0);
    expect(await run(w, missing)).toMatchObject({
      name: 'audit-lag',
      reason: 'audit-lag: step 4 is 90 s old and not in the audit trail yet; 60 s are allowed',
    });
    expect(w.fake.calls).toEqual([]);
  });

  it('is not hidden by a step of a moment ago', async () => {
    const w = await withSteps(0, 0, 10, 80);
    expect(await run(w, missing)).toMatchObject({ reason: expect.stringMatching(/step 3 is 80 s old/) });
    const kept = await withSteps(0, 0, 10, 80);
    const upTo3 = { has: async (key: string) => key <= transitionKey(kept.incident.id, 3) };
    expect(await run(kept, upTo3)).toEqual({ kind: 'executed' });
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

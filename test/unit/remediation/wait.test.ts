import { describe, expect, it } from 'vitest';
import { dueIn } from '../../../core/incident/deadline.ts';
import { keys } from '../../../core/incident/keys.ts';
import { advance, after, type Step } from '../../../core/incident/step.ts';
import { appliedOf, endRun } from '../../../core/remediation/run.ts';
import { waitForProvider, waitsFor } from '../../../core/remediation/wait.ts';
import { later, versions } from '../../support/incident.ts';
import { world } from '../../support/world.ts';

describe('waiting for a provider', () => {
  it('says what for', () => {
    expect(waitsFor({})).toBe('is accepted and being made');
    expect(waitsFor({ error: 'timeout' })).toBe('gave no answer (timeout) and is looked at again');
  });

  it('is over where the incident has moved on: what the run left for the validator stays', async () => {
    const due = dueIn(later(90), 60, 'poll');
    const w = await world({ incident: { status: 'executing', due } });
    const { table } = w.deps;
    const step: Step = { to: 'executed', by: 'executor', at: later(150), versions, due };
    const applied = { executedAt: later(150).toISOString(), digest: 'd'.repeat(64) };
    await advance(table, w.incident, step, [endRun(w.incident.id, later(150), applied)]);

    const waited = await waitForProvider(w.deps, w.incident, 'executor', 'action 1 is being made');
    expect(waited.kind).toBe('lost');
    expect(appliedOf(await table.get(keys.execution(w.incident.id)))).toEqual(applied);
    expect(await w.status()).toBe(after(w.incident, step).status);
  });

  it('is a step of its own the first time, which the timekeeper follows up every minute', async () => {
    for (const due of [undefined, dueIn(later(90), 60, 'again')]) {
      const w = await world({ incident: { status: 'executing', ...(due === undefined ? {} : { due }) } });
      await waitForProvider(w.deps, w.incident, 'executor', 'action 1 is being made');
      expect(await w.read()).toMatchObject({
        status: 'executing',
        seq: w.incident.seq + 1,
        reason: 'action 1 is being made',
        due: { at: later(150).toISOString(), does: 'poll', attempt: 0 },
      });
      expect(await w.deps.table.get(keys.execution(w.incident.id))).toMatchObject({
        runUntil: new Date(0).toISOString(),
      });
    }
  });

  it('ends the invocation where it is waited for already, so that the next poll may begin', async () => {
    const due = dueIn(later(90), 60, 'poll');
    const w = await world({ incident: { status: 'executing', due } });
    expect(await waitForProvider(w.deps, w.incident, 'executor', 'action 1 is being made')).toEqual({
      kind: 'committed',
    });
    expect(await w.deps.table.get(keys.execution(w.incident.id))).toMatchObject({
      runUntil: new Date(0).toISOString(),
    });
    expect((await w.read()).seq).toBe(w.incident.seq);
  });
});

import { describe, expect, it } from 'vitest';
import type { Status } from '../../../core/incident/lifecycle.ts';
import { advance, opening } from '../../../core/incident/step.ts';
import { isGloballyOpen } from '../../../core/remediation/circuit.ts';
import { conclude } from '../../../core/remediation/conclude.ts';
import { countingSteps } from '../../../core/runtime/counting-steps.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { collectedMeter } from '../../../local/ports/telemetry.ts';
import { incident, later, versions } from '../../support/incident.ts';

const counting = () => {
  const { table } = memoryTable(() => later(0));
  const meter = collectedMeter();
  /** An incident that stands at a status; how it came there is not counted. */
  const standing = async (status: Status, id: string) => {
    const one = incident({ status, id });
    await table.transact(opening(one, { to: status, by: 'alarm-handler', at: later(0), versions }));
    return one;
  };
  return { table: countingSteps(table, meter), standing, counts: () => Object.fromEntries(meter.counts) };
};

describe('the table that counts steps', () => {
  it('counts the status that an incident enters, once it is committed', async () => {
    const { table, standing, counts } = counting();
    const one = await standing('executing', 'inc-1');
    const step = { to: 'executed', by: 'executor', at: later(9), versions } as const;
    expect([await advance(table, one, step), await advance(table, one, step)]).toMatchObject([
      { kind: 'committed' },
      { kind: 'lost' },
    ]);
    expect(counts()).toEqual({ Incident_executed: 1 });
  });

  it('counts no step that is started again', async () => {
    const { table, standing, counts } = counting();
    const one = await standing('awaiting_approval', 'inc-1');
    await advance(table, one, { to: 'awaiting_approval', by: 'timekeeper', at: later(9), attempt: 1, versions });
    expect(counts()).toEqual({});
  });

  it('counts each circuit that a step opens, and none that was open before', async () => {
    const { table, standing, counts } = counting();
    for (const [id, seconds, open] of [
      ['inc-1', 1, false],
      ['inc-2', 2, true],
      ['inc-3', 3, true],
    ] as const) {
      const step = { to: 'execution_failed', by: 'executor', at: later(seconds), versions } as const;
      await conclude(table, await standing('executing', id), step, 'failure');
      expect(await isGloballyOpen(table)).toBe(open);
    }
    // The one of the resource, and the global one.
    expect(counts()).toEqual({ Incident_execution_failed: 3, CircuitOpened: 2 });
  });
});

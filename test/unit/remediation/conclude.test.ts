import { describe, expect, it } from 'vitest';
import { opening, type Step } from '../../../core/incident/step.ts';
import type { Table } from '../../../core/incident/table.ts';
import { countingWrites, readCircuits } from '../../../core/remediation/circuit.ts';
import { conclude, scopeOf } from '../../../core/remediation/conclude.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { incident, later, start, versions } from '../../support/incident.ts';

const executing = incident({ status: 'executing', seq: 6 });
const step: Step = { to: 'execution_failed', by: 'executor', at: later(10), versions };
const scope = 'Deployment/checkout/payments-api';

/** A table where somebody else counts in the same circuits right before each of the first `races` transactions. */
const contended = async (races: number) => {
  const { table } = memoryTable(() => start);
  await table.transact(opening(executing, { ...step, to: 'executing' }));
  let tried = 0;
  const transact: Table['transact'] = async (writes) => {
    tried += 1;
    if (tried <= races) await table.transact(await countingWrites(table, scope, 'success', `other-${tried}`, start));
    return table.transact(writes);
  };
  return { table: { ...table, transact }, tries: () => tried };
};

describe('the end of an attempt', () => {
  it('is counted for what it is about, in a spoke apart', () => {
    expect(scopeOf(executing)).toBe(scope);
    expect(scopeOf({ ...executing, spoke: '210987654321' })).not.toBe(scope);
  });

  it.each([0, 1, 4])('is counted once, also after %i lost races on a circuit', async (races) => {
    const { table, tries } = await contended(races);
    expect(await conclude(table, executing, step, 'failure')).toEqual({ kind: 'committed' });
    expect(tries()).toBe(races + 1);
    const circuits = await readCircuits(table, scope);
    expect(circuits.map(({ circuit }) => [circuit.failures, circuit.version])).toEqual([
      [1, races + 1],
      [1, races + 1],
    ]);
  });

  it('is given up after five', async () => {
    const { table, tries } = await contended(5);
    await expect(conclude(table, executing, step, 'failure')).rejects.toThrow(
      `the circuits of ${executing.id} are contended: 5 tries lost`,
    );
    expect(tries()).toBe(5);
  });

  it('is lost, and counted nowhere, when somebody else moved the incident', async () => {
    const { table, tries } = await contended(0);
    await conclude(table, executing, step, 'failure');
    expect(await conclude(table, executing, step, 'failure')).toEqual({ kind: 'lost' });
    expect(tries()).toBe(2);
    expect((await readCircuits(table, scope)).map(({ circuit }) => circuit.failures)).toEqual([1, 1]);
  });

  it('is lost when the incident is gone', async () => {
    const { table } = memoryTable(() => start);
    expect(await conclude(table, executing, step, 'failure')).toEqual({ kind: 'lost' });
  });

  it('is one transaction with what else belongs to it', async () => {
    const { table } = await contended(0);
    const also = { kind: 'create', item: { pk: 'X', sk: 'Y' } } as const;
    await conclude(table, executing, step, 'success', [also]);
    expect(await table.get({ pk: 'X', sk: 'Y' })).toEqual(also.item);
  });
});

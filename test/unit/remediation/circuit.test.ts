import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import type { Item } from '../../../core/incident/table.ts';
import {
  type Circuit,
  circuitsOf,
  closedChecks,
  counted,
  countingWrites,
  isGloballyOpen,
  readCircuits,
} from '../../../core/remediation/circuit.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { later, start } from '../../support/incident.ts';

const closed: Circuit = { open: false, failures: 0, version: 0 };
const after = (outcomes: readonly ('success' | 'failure')[]) =>
  outcomes.reduce((circuit, outcome) => counted(circuit, outcome, 'inc-1', start), closed);
const itemOf = (name: string, circuit: Partial<Circuit>): Item => ({ ...keys.circuit(name), ...closed, ...circuit });
const stored = async (...items: Item[]) => {
  const { table } = memoryTable(() => start);
  for (const item of items) await table.transact([{ kind: 'create', item }]);
  return table;
};

describe('circuit', () => {
  it.each<[('success' | 'failure')[], boolean]>([
    [['failure'], false],
    [['failure', 'success', 'failure'], false],
    [['failure', 'failure'], true],
    [['success', 'failure', 'failure'], true],
    [['failure', 'failure', 'success', 'success'], true],
  ])('after %j is open: %s', (outcomes, open) => expect(after(outcomes).open).toBe(open));

  it('says since when it is open and what was last counted, and keeps the first of both moments', () => {
    const one = counted(closed, 'failure', 'inc-1', start);
    expect(one).toEqual({ open: false, failures: 1, version: 1, lastIncident: 'inc-1' });
    const two = counted(one, 'failure', 'inc-2', later(60));
    const openedAt = later(60).toISOString();
    expect(two).toEqual({ open: true, failures: 2, version: 2, lastIncident: 'inc-2', openedAt });
    expect(counted(two, 'failure', 'inc-3', later(120))).toEqual({
      ...two,
      failures: 3,
      version: 3,
      lastIncident: 'inc-3',
    });
  });

  it('is read by its name, and one that was never written is closed', async () => {
    const open = { open: true, failures: 2, version: 4 };
    const table = await stored(itemOf('Deployment/a/b', open));
    const found = [
      { name: 'global', circuit: closed },
      { name: 'Deployment/a/b', circuit: open },
    ];
    expect(await readCircuits(table, 'Deployment/a/b')).toEqual(found);
    expect(circuitsOf('Deployment/a/b', [undefined, itemOf('Deployment/a/b', open)])).toEqual(found);
    expect(() => circuitsOf('x', [{ ...keys.circuit('global'), open: 'no' }])).toThrow();
  });

  it.each([
    ['was never written', [], false],
    ['is closed', [itemOf('global', { version: 3 })], false],
    ['is open', [itemOf('global', { open: true, version: 3 })], true],
    ['is that of another scope', [itemOf('Deployment/a/b', { open: true, version: 3 })], false],
  ])('that %s stops everything: as it says', async (_what, items, open) =>
    expect(await isGloballyOpen(await stored(...items))).toBe(open),
  );
});

describe('counting in a circuit', () => {
  it('is lost to whoever counted first, also as the first ever', async () => {
    const table = await stored(itemOf('global', { failures: 1, version: 1 }));
    const writes = await countingWrites(table, 'Deployment/a/b', 'failure', 'inc-1', start);
    const openedAt = start.toISOString();
    expect(writes).toEqual([
      {
        kind: 'replace',
        item: itemOf('global', { open: true, failures: 2, version: 2, lastIncident: 'inc-1', openedAt }),
        when: [{ attribute: 'version', is: 'equal', value: 1 }],
      },
      { kind: 'create', item: itemOf('Deployment/a/b', { failures: 1, version: 1, lastIncident: 'inc-1' }) },
    ]);
  });

  it('asks of a claim that neither is open', () => {
    const when = [{ attribute: 'open', is: 'differs', value: true }];
    expect(closedChecks('Deployment/a/b')).toEqual([
      { kind: 'check', key: keys.circuit('global'), when },
      { kind: 'check', key: keys.circuit('Deployment/a/b'), when },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident/incident.ts';
import { incident } from '../../support/incident.ts';
import { alone } from './alone.ts';
import type { Change, Scene } from './invariant.ts';

const resource = 'Deployment/checkout/payments-api';

/** Two incidents change one resource, one after the other; the second one holds the lease. */
const changedByTwo = (first: Incident['status']): readonly string[] => {
  const [one, other] = [incident({ id: 'inc-1', status: first }), incident({ id: 'inc-2', status: 'executing' })];
  const leases = new Map([[`LEASE#${resource}`, one.id]]);
  const ledger = { incidents: new Map([one, other].map((each) => [each.id, each])), leases };
  const { change } = alone({ ledger } as unknown as Scene);
  const call = (of: Incident): Change => ({ resource, incident: of, way: 'apply' }) as unknown as Change;
  const problems = [change?.(call(one))].flat();
  leases.set(`LEASE#${resource}`, other.id);
  return [...problems, ...[change?.(call(other))].flat()].filter((problem) => typeof problem === 'string');
};

describe('alone', () => {
  it.each(['executing', 'executed', 'outcome_unknown', 'rollback_failed'] as const)(
    'says that a resource is changed by a second incident while the first is %s',
    (status) => {
      expect(changedByTwo(status)).toEqual([`${resource}: changed by inc-2 while inc-1 is not over`]);
    },
  );

  it('allows it when the first one is over', () => {
    expect(changedByTwo('rolled_back')).toEqual([]);
  });
});

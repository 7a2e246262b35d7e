import { describe, expect, it } from 'vitest';
import { type Circuit, counted } from '../../../core/remediation/circuit.ts';
import { start } from '../../support/incident.ts';

const closed: Circuit = { open: false, failures: 0, version: 0 };
const after = (outcomes: readonly ('success' | 'failure')[]) =>
  outcomes.reduce((circuit, outcome) => counted(circuit, outcome, 'inc-1', start), closed);

describe('circuit', () => {
  it.each<[('success' | 'failure')[], boolean]>([
    [['failure'], false],
    [['failure', 'success', 'failure'], false],
    [['failure', 'failure'], true],
    [['success', 'failure', 'failure'], true],
    [['failure', 'failure', 'success', 'success'], true],
  ])('after %j is open: %s', (outcomes, open) => expect(after(outcomes).open).toBe(open));
});

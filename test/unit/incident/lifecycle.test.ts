import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actors,
  mayMove,
  needsPerson,
  type Status,
  statuses,
  terminal,
  transitions,
} from '../../../core/incident/lifecycle.ts';

/** The function that the rules start on a status, apart from the notifier where a person is needed. */
const startsOn: Partial<Record<Status, string>> = {
  detected: 'analyzer',
  analyzed: 'proposer',
  proposed: 'notifier',
  approved: 'executor',
  executing: 'executor',
  executed: 'validator',
  execution_failed: 'rollback',
  fix_ineffective: 'rollback',
  inconclusive: 'rollback',
  rolling_back: 'rollback',
};
const open = statuses.filter((status) => !terminal.has(status));

describe('the lifecycle', () => {
  it('reaches every status from a new incident', () => {
    const reached = new Set<Status | null>([null]);
    for (let size = 0; size < reached.size; ) {
      size = reached.size;
      for (const { from, to } of transitions) if (reached.has(from)) reached.add(to);
    }
    expect(statuses.filter((status) => !reached.has(status))).toEqual([]);
  });

  it('lets every incident end', () => {
    const ends = new Set<Status>(terminal);
    for (let size = 0; size < ends.size; ) {
      size = ends.size;
      for (const { from, to } of transitions) if (from !== null && ends.has(to)) ends.add(from);
    }
    expect(statuses.filter((status) => !ends.has(status))).toEqual([]);
  });

  it.each(open)('does not strand an incident in %s', (status) => {
    const started = startsOn[status];
    if (started === undefined) expect(needsPerson.has(status)).toBe(true);
    else expect(transitions.some(({ from, by }) => from === status && by === started)).toBe(true);
  });

  it.each(open.filter((status) => startsOn[status] !== undefined))('has a deadline for the step after %s', (status) => {
    expect(transitions.some(({ from, by }) => from === status && by === 'timekeeper')).toBe(true);
  });

  it('ends where it says that it ends', () => {
    expect([...terminal].toSorted()).toEqual([
      'closed',
      'expired',
      'notify_failed',
      'refused',
      'rejected',
      'report_only',
      'resolved',
      'rolled_back',
      'self_recovered',
    ]);
  });

  it('executes nothing that was not approved', () => {
    const into = (to: Status) => transitions.filter((move) => move.to === to).map(({ from, by }) => [from, by]);
    expect(into('executing')).toEqual([['approved', 'executor']]);
    expect(into('approved')).toEqual([['awaiting_approval', 'approval-api']]);
  });

  it('names each move once', () => {
    const names = transitions.map(({ from, to, by }) => `${from} ${to} ${by}`);
    expect(names).toEqual([...new Set(names)]);
  });

  it('denies every move that is not in the table', () => {
    const anyStatus = fc.constantFrom(...statuses);
    fc.assert(
      fc.property(fc.option(anyStatus), anyStatus, fc.constantFrom(...actors), (from, to, by) => {
        const inTable = transitions.some((move) => move.from === from && move.to === to && move.by === by);
        expect(mayMove(from, to, by)).toBe(inTable);
      }),
      { numRuns: 2000 },
    );
  });
});

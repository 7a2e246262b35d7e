import { describe, expect, it } from 'vitest';
import { onDuty } from '../../../core/policy/duty.ts';
import { Roster } from '../../../core/policy/roster.ts';

const week = { from: '2026-12-01T00:00:00Z', until: '2026-12-08T00:00:00Z' };
const roster = Roster.parse({
  approvers: [
    { id: 'alice', name: 'Alice', role: 'admin', teams: ['checkout'], away: [{ ...week, delegate: 'dora' }] },
    { id: 'bob', name: 'Bob', role: 'analyst', teams: ['basket'], away: [{ ...week, delegate: 'alice' }] },
    { id: 'dora', name: 'Dora', role: 'analyst', teams: ['search'] },
  ],
});
const at = (iso: string) => onDuty(roster, new Date(iso)).approvers.map(({ id, role, teams }) => [id, role, teams]);

describe('who is on duty', () => {
  it('is everybody while nobody is away, to the very millisecond', () => {
    const everybody = [
      ['alice', 'admin', ['checkout']],
      ['bob', 'analyst', ['basket']],
      ['dora', 'analyst', ['search']],
    ];
    expect(at('2026-11-30T23:59:59.999Z')).toEqual(everybody);
    expect(at('2026-12-08T00:00:00Z')).toEqual(everybody);
  });

  it('leaves out who is away; the delegate answers for their teams, never in their role, and one step only', () => {
    expect(at('2026-12-01T00:00:00Z')).toEqual([['dora', 'analyst', ['search', 'checkout']]]);
  });
});

import { describe, expect, it } from 'vitest';
import { approvalDue } from '../../../core/incident/deadline.ts';
import { askedNow, type Asking } from '../../../core/approval/escalation.ts';
import { onDuty } from '../../../core/policy/duty.ts';
import { Roster } from '../../../core/policy/roster.ts';
import { later } from '../../support/incident.ts';

const { approvers: people } = Roster.parse({
  approvers: [
    { id: 'alice', name: 'Alice', role: 'analyst' },
    { id: 'bob', name: 'Bob', role: 'admin' },
    { id: 'dora', name: 'Dora', role: 'analyst', tier: 2 },
    { id: 'erik', name: 'Erik', role: 'admin', tier: 2 },
    { id: 'vera', name: 'Vera', role: 'viewer' },
  ],
});
const roster = (...ids: string[]): Roster => ({ approvers: people.filter(({ id }) => ids.includes(id)), groups: [] });
const one = { people: 1, roles: 1 };
const two = { people: 2, roles: 2 };
const asked = (change: Partial<Asking>): string[] =>
  askedNow({
    approvers: ['alice', 'bob', 'dora', 'erik'],
    roster: { approvers: people, groups: [] },
    due: { does: 'remind' },
    decided: new Set(),
    quorum: one,
    mayDecide: () => true,
    ...change,
  }).map(({ id }) => id);
const everybody = ['alice', 'bob', 'dora', 'erik'];

describe('who is sent a link', () => {
  it.each([
    ['at the beginning', 0, 0, 15, ['alice', 'bob']],
    ['with the reminder at 5 minutes', 300, 1, 15, ['alice', 'bob']],
    ['with the reminder at 10 minutes', 600, 2, 15, everybody],
    ['at the beginning of 4 minutes, which have no reminder', 0, 0, 4, everybody],
    ['with the only reminder of 8 minutes', 300, 1, 8, everybody],
  ])('%s', (_when, seconds, reminders, minutes, expected) => {
    const due = approvalDue(later(seconds), later(minutes * 60), reminders);
    expect(asked({ due })).toEqual(expected);
  });

  it('is everybody when the deadline is not known', () => expect(asked({ due: undefined })).toEqual(everybody));

  it.each<[string, Partial<Asking>]>([
    ['nobody is in it', { roster: roster('dora', 'erik') }],
    ['it has too few people', { roster: roster('alice', 'dora', 'erik'), quorum: two }],
    ['all of it are of one role', { roster: roster('alice', 'dora', 'erik'), quorum: { people: 1, roles: 2 } }],
    ['it may not decide the recommended choice', { mayDecide: ({ tier }) => tier === 2 }],
  ])('is everybody at once when the first tier cannot decide, because %s', (_why, change) => {
    expect(asked(change)).toEqual(
      everybody.filter((id) => (change.roster?.approvers ?? people).some((p) => p.id === id)),
    );
  });

  it('is the first tier when it alone can decide high risk', () => {
    expect(asked({ quorum: two })).toEqual(['alice', 'bob']);
  });

  it('is nobody twice: who has decided counts and is not asked', () => {
    expect(asked({ quorum: two, decided: new Set(['alice']) })).toEqual(['bob']);
    // The first tier is used up: a second person can only come from the second.
    const left = { roster: roster('alice', 'dora', 'erik'), quorum: two, decided: new Set(['alice']) };
    expect(asked(left)).toEqual(['dora', 'erik']);
    expect(asked({ quorum: two, decided: new Set(['erik']) })).toEqual(['alice', 'bob']);
  });

  it('is nobody who is not of the request or is away', () => {
    expect(asked({ approvers: ['bob'] })).toEqual(['bob']);
    const away = [{ from: later(-60).toISOString(), until: later(60).toISOString(), delegate: 'bob' }];
    const [alice, ...others] = people;
    const absent = { approvers: alice === undefined ? [] : [{ ...alice, away }, ...others], groups: [] };
    expect(asked({ roster: onDuty(absent, later(0)) })).toEqual(['bob']);
    expect(asked({ roster: onDuty(absent, later(61)) })).toEqual(['alice', 'bob']);
  });
});

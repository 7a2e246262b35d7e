import { describe, expect, it } from 'vitest';
import { tokenIdentity } from '../../../core/approval/token-identity.ts';
import { Roster } from '../../../core/policy/roster.ts';
import { later } from '../../support/incident.ts';

const away = [{ from: later(0).toISOString(), until: later(60).toISOString(), delegate: 'alice' }];
const roster = Roster.parse({
  approvers: [
    { id: 'alice', name: 'Alice', role: 'analyst', teams: ['checkout', 'ledger'], oidc: 'a' },
    { id: 'bob', name: 'Bob', role: 'admin', teams: ['platform'], oidc: 'b' },
    { id: 'dora', name: 'Dora', role: 'analyst', teams: ['search'], oidc: 'd', away },
    { id: 'carol', name: 'Carol', role: 'viewer', teams: ['checkout'], oidc: 'c' },
    { id: 'erin', name: 'Erin', role: 'admin' },
  ],
  groups: [
    { group: 'on-call', role: 'analyst', teams: ['checkout'] },
    { group: 'ledger-admins', role: 'admin', teams: ['ledger'] },
    { group: 'admins', role: 'admin', teams: ['*'] },
    { group: 'readers', role: 'viewer', teams: ['search'] },
  ],
});
const at = later(60);
const who = (subject: string, groups: string[], now = at) => tokenIdentity(roster, { subject, groups }, now);

describe('whoever a token speaks for', () => {
  it('is the person of the roster with that subject, in the role of the roster', () => {
    expect(who('a', ['admins'])).toMatchObject({
      method: 'oidc',
      person: { id: 'alice', role: 'analyst', teams: ['checkout', 'ledger'] },
      reach: ['*'],
    });
  });

  it('answers for no more teams than roster and groups both say', () => {
    expect(who('a', ['on-call'])).toMatchObject({ person: { teams: ['checkout'] }, reach: ['checkout'] });
    expect(who('a', ['on-call', 'ledger-admins', 'on-call'])).toMatchObject({
      person: { teams: ['checkout', 'ledger'] },
      reach: ['checkout', 'ledger'],
    });
    expect(who('b', ['ledger-admins'])).toMatchObject({ person: { role: 'admin', teams: [] }, reach: ['ledger'] });
  });

  it('gains no team by a group that is not good for the role', () => {
    expect(who('a', ['on-call', 'readers'])).toMatchObject({ reach: ['checkout'] });
  });

  it('only looks when no group is good for the role, and is told so', () => {
    expect(who('b', ['on-call', 'readers'])).toMatchObject({
      method: 'oidc',
      person: { id: 'bob', role: 'viewer' },
      onlyLooks: 'bob is admin, but their groups are good for less: sign in again or ask for the group',
    });
  });

  it('looks, where no group is good for the role, at no more teams than roster and groups both say', () => {
    expect(who('a', ['readers'])).toMatchObject({ onlyLooks: expect.any(String), person: { teams: [] } });
    const both = Roster.parse({ ...roster, groups: [{ group: 'readers', role: 'viewer', teams: ['ledger'] }] });
    expect(tokenIdentity(both, { subject: 'a', groups: ['readers'] }, at)).toMatchObject({
      onlyLooks: expect.any(String),
      person: { teams: ['ledger'] },
      reach: ['ledger'],
    });
  });

  it('only looks while they are away, and answers for others while those are', () => {
    expect(who('d', ['admins'], later(59))).toMatchObject({
      person: { id: 'dora', role: 'viewer' },
      onlyLooks: `dora is away until ${later(60).toISOString()}; alice decides in their place`,
    });
    expect(who('d', ['admins'])).toMatchObject({ person: { role: 'analyst' } });
    expect(who('a', ['admins'], later(59))).toMatchObject({ person: { teams: ['checkout', 'ledger', 'search'] } });
    expect(who('a', ['on-call'], later(59))).toMatchObject({ person: { teams: ['checkout'] } });
  });

  it('is a guest who looks, where the roster has no such subject', () => {
    expect(who('\u202ex\u0000 <b>', ['ledger-admins', 'readers'])).toEqual({
      method: 'oidc',
      person: {
        id: 'guest',
        name: 'x <b>',
        role: 'viewer',
        teams: ['ledger', 'search'],
        language: 'en',
        tier: 1,
        iam: [],
        away: [],
      },
      reach: ['ledger', 'search'],
      guest: true,
    });
    expect(who('\u200b', ['readers'])).toMatchObject({ person: { name: 'guest' } });
    expect(who('s'.repeat(255), ['readers'])?.person.name).toHaveLength(100);
  });

  it.each([
    ['without a group', 'a', []],
    ['with groups that the roster has not', 'a', ['Admins', 'admins ', '*', '']],
    ['of nobody and without a group', 'z', []],
  ])('is nobody %s', (_name, subject, groups) => {
    expect(who(subject, groups)).toBeUndefined();
  });

  it('is never a person of the roster without a subject', () => {
    for (const subject of ['undefined', '', 'erin']) expect(who(subject, ['admins'])).toMatchObject({ guest: true });
  });
});

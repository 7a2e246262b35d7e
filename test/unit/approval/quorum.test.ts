import { describe, expect, it } from 'vitest';
import { quorumMet, requiredQuorum } from '../../../core/approval/quorum.ts';

const by = (approver: string, role: string) => ({ approver, role });
const two = { people: 2, roles: 2 };

describe('a quorum', () => {
  it.each([
    ['one person in two roles', two, [by('alice', 'analyst'), by('alice', 'admin')], false],
    ['two people of one role', two, [by('alice', 'analyst'), by('dave', 'analyst')], false],
    ['a viewer as the second', two, [by('alice', 'analyst'), by('carol', 'viewer')], false],
    ['two people of two roles', two, [by('alice', 'analyst'), by('bob', 'admin')], true],
    ['two where three must', { people: 3, roles: 2 }, [by('alice', 'analyst'), by('bob', 'admin')], false],
    ['nobody', { people: 1, roles: 1 }, [], false],
  ])('with %s', (_who, quorum, approvals, met) => expect(quorumMet(quorum, approvals)).toBe(met));

  it.each([
    ['low', { people: 1, roles: 1 }, { people: 1, roles: 1 }, { people: 1, roles: 1 }],
    ['high', { people: 1, roles: 1 }, { people: 1, roles: 1 }, two],
    ['medium', { people: 3, roles: 1 }, { people: 1, roles: 2 }, { people: 3, roles: 2 }],
    ['low', { people: 1, roles: 2 }, { people: 3, roles: 1 }, { people: 3, roles: 2 }],
  ] as const)('for %s risk is the strictest of choice, row and floor', (level, choice, row, required) => {
    expect(requiredQuorum({ quorum: row }, { risk: { level }, quorum: choice })).toEqual(required);
  });
});

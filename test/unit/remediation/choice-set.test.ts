import { describe, expect, it } from 'vitest';
import { ChoiceSet, doNothingByDefault, Proposal } from '../../../core/remediation/proposal.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

const accepted = (change: object) => ChoiceSet.safeParse({ ...choiceSet(), ...change }).success;

describe('what an approver chooses from', () => {
  it.each([
    [0, false],
    [1, true],
    [3, true],
    [4, false],
  ])('are %i choices: %s', (count, taken) =>
    expect(accepted({ choices: Array.from({ length: count }, () => proposal()) })).toBe(taken),
  );

  it('is always also to do nothing, in words', () => {
    expect(doNothingByDefault).toBe('nothing is changed; the alarm stays and people are told');
    expect(accepted({ doNothing: 'x' })).toBe(true);
    expect(accepted({ doNothing: '' })).toBe(false);
  });

  it('has nothing beside what the digest binds', () => {
    expect(accepted({ more: 1 })).toBe(false);
    expect(accepted({ incidentId: undefined })).toBe(false);
    expect(Proposal.safeParse({ ...proposal(), mode: 'propose' }).success).toBe(true);
    expect(Proposal.safeParse({ ...proposal(), mode: 'observe' }).success).toBe(false);
    expect(Proposal.safeParse({ ...proposal(), actions: [] }).success).toBe(false);
  });
});

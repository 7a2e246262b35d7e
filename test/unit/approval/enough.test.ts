import { describe, expect, it } from 'vitest';
import { notEnough } from '../../../core/approval/enough.ts';
import { proofFields } from '../../support/approval.ts';
import { highRisk } from '../../support/proposal.ts';

describe('proofs that are not enough', () => {
  it('are fewer than the quorum, and say how many it takes', () =>
    expect(notEnough({ quorum: { people: 2, roles: 2 } }, highRisk, [proofFields()], undefined)).toBe(
      '2 people of 2 roles must approve; the proofs of 1 verify',
    ));
});

import { describe, expect, it } from 'vitest';
import { notAlone } from '../../../core/approval/break-glass.ts';
import { notEnough } from '../../../core/approval/enough.ts';
import { proofFields } from '../../support/approval.ts';
import { proposal } from '../../support/proposal.ts';

const admin = { approver: 'bob', role: 'admin', identity: 'iam' } as const;
const on = { breakGlass: true };

describe('whoever breaks the glass', () => {
  it.each([
    ['may, as an admin with an identity', admin, 'high', on, undefined],
    ['may, for a change that was made already', admin, 'high', undefined, undefined],
    [
      'may not where the policy has it not',
      admin,
      'high',
      { breakGlass: false },
      'the policy has no break-glass: another person must approve',
    ],
    ['may not for less than high risk', admin, 'medium', on, 'break-glass is for high risk only; this is medium'],
    [
      'may not as an analyst',
      { ...admin, role: 'analyst' },
      'high',
      on,
      'bob is analyst: only an admin may break the glass',
    ],
    [
      'may not by a link',
      { ...admin, identity: 'link' as const },
      'high',
      on,
      'nobody breaks the glass by a link alone: sign in, or sign the request',
    ],
  ] as const)('%s', (_what, who, level, policy, why) => expect(notAlone(who, level, policy)).toBe(why));

  it('is alone: two of them have not asked each other', () => {
    const high = proposal({ risk: { level: 'high', factors: [] } });
    const alone = proofFields({ ...admin, breakGlass: true });
    const another = proofFields({ approver: 'erin', role: 'admin', breakGlass: true });
    const rules = { linkDecides: [], breakGlass: true };
    const row = { quorum: { people: 1, roles: 1 } };
    expect(notEnough(row, high, [alone], rules)).toBeUndefined();
    expect(notEnough(row, high, [alone, another], rules)).toBe('more than one person broke the glass');
  });
});

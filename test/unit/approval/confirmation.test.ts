import { describe, expect, it } from 'vitest';
import { nameToType, unconfirmed } from '../../../core/approval/confirmation.ts';
import type { IdentityMethod } from '../../../core/approval/identity.ts';
import type { Risk } from '../../../core/remediation/proposal.ts';
import { proposal } from '../../support/proposal.ts';

const risky = (level: Risk['level'], name?: string) => {
  const actions = proposal().actions.map((action) =>
    name === undefined ? action : { ...action, target: { ...action.target, name } },
  );
  return proposal({ risk: { level, factors: [] }, actions });
};
const approve = (confirm: string | undefined, choice = risky('medium'), method: IdentityMethod = 'link') =>
  unconfirmed({ method }, { decision: 'approve', confirm }, choice);

describe('the name that confirms an approval', () => {
  it('is that of the first resource, and asked for from medium risk on', () => {
    expect(nameToType(risky('low'))).toBeUndefined();
    expect(nameToType(risky('medium'))).toBe('payments-api');
    expect(nameToType(risky('high'))).toBe('payments-api');
  });

  it.each(['payments-api', ' payments-api\n'])('is taken as it is shown, without outer space: %j', (typed) => {
    expect(approve(typed)).toBeUndefined();
    expect(approve(typed, risky('high'), 'oidc')).toBeUndefined();
  });

  it.each([undefined, '', ' ', 'Payments-API', 'payments', 'payments-api2', 'payments- api'])(
    'is refused when it is not exactly that: %j',
    (typed) => {
      expect(approve(typed)).toBe('approving a medium-risk change needs the name of its resource, typed exactly');
    },
  );

  it('is nothing that can be typed where no resource is named', () => {
    const nothing = proposal({ risk: { level: 'medium', factors: [] }, actions: [] });
    expect(nameToType(nothing)).toBe('');
    expect(approve('', nothing)).toMatch(/needs the name/);
  });

  it('is what the page shows: cleaned and cut alike', () => {
    const name = `db\u202e\u200b${'x'.repeat(400)}`;
    const shown = nameToType(risky('high', name)) ?? '';
    expect(shown).toMatch(/^dbx+…$/);
    expect(shown).toHaveLength(300);
    expect(approve(shown, risky('high', name))).toBeUndefined();
    expect(approve(name, risky('high', name))).toBeDefined();
  });

  it('lets nothing pass where no name can be seen', () => {
    expect(approve('', risky('high', '\u200b'))).toBeDefined();
    expect(approve('\u200b', risky('high', '\u200b'))).toBeDefined();
  });

  it('is not asked of a rejection, nor of whoever signs the request and names the digest', () => {
    expect(unconfirmed({ method: 'link' }, { decision: 'reject' }, risky('high'))).toBeUndefined();
    expect(approve(undefined, risky('high'), 'iam')).toBeUndefined();
  });
});

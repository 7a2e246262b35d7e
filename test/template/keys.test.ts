import { describe, expect, it } from 'vitest';
import { policyOf } from './statements.ts';
import { everyValue, ofType, refersTo, resource } from './template.ts';

const roles = (value: unknown): string[] => everyValue(value).flatMap((one) => refersTo(one) ?? []);

/** What a key policy says of one use: who is named as allowed, and whom the refusal of everybody else leaves out. */
const useOf = (key: string, action: string) => {
  const statements = policyOf(resource(key)).filter(({ Action }) => Action.includes(action));
  const [allow, deny, ...more] = statements;
  expect(more).toEqual([]);
  expect(deny).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Resource: '*' });
  return {
    allowed: allow?.Effect === 'Allow' ? roles(allow.Principal) : [],
    exempt: roles(deny?.Condition['ArnNotEquals']?.['aws:PrincipalArn']),
    conditions: Object.keys(deny?.Condition ?? {}),
  };
};

describe('the keys that carry authority', () => {
  it.each([
    ['LinkKey', 'kms:GenerateMac', ['NotifierRole']],
    ['LinkKey', 'kms:VerifyMac', ['ApprovalApiRole']],
    ['ProofKey', 'kms:GenerateMac', ['ApprovalApiRole']],
    ['ProofKey', 'kms:VerifyMac', ['ExecutorRole', 'RollbackRole']],
    ['SigningKey', 'kms:Sign', ['AuditorRole']],
  ])('%s lets nobody but its own use %s', (key, action, expected) => {
    expect(useOf(key, action)).toEqual({ allowed: expected, exempt: expected, conditions: ['ArnNotEquals'] });
  });

  it.each([
    ['LinkKey', 'HMAC_256', 'GENERATE_VERIFY_MAC'],
    ['ProofKey', 'HMAC_256', 'GENERATE_VERIFY_MAC'],
    ['SigningKey', 'ECC_NIST_P256', 'SIGN_VERIFY'],
  ])('%s is of the kind %s, for %s, and is passed on by nobody', (key, spec, usage) => {
    expect(resource(key).Properties).toMatchObject({ KeySpec: spec, KeyUsage: usage });
    const grants = policyOf(resource(key)).filter(({ Action }) => Action.includes('kms:CreateGrant'));
    expect(grants).toMatchObject([{ Effect: 'Deny', Principal: { AWS: '*' }, Condition: {} }]);
  });
});

describe('every key', () => {
  it.each(ofType('AWS::KMS::Key').map(({ id }) => id))(
    '%s can be administered but not used by the account as such',
    (id) => {
      const account = policyOf(resource(id)).filter(
        ({ Principal, Condition }) =>
          JSON.stringify(Principal ?? '').includes(':root') &&
          Condition['StringEquals']?.['kms:ViaService'] === undefined,
      );
      const uses = account
        .flatMap(({ Action }) => Action)
        .filter((one) => /Mac$|:Sign$|crypt|DataKey|CreateGrant/.test(one));
      expect(uses).toEqual([]);
    },
  );

  it('turns over where that is possible', () => {
    for (const key of ofType('AWS::KMS::Key')) {
      expect(key.Properties['EnableKeyRotation'] === true || 'KeySpec' in key.Properties, key.id).toBe(true);
    }
  });

  it.each(['TableKey', 'BucketKey', 'SigningKey'])('%s outlives the stack, as what it protects does', (id) => {
    expect(resource(id).DeletionPolicy).toBe('Retain');
  });
});

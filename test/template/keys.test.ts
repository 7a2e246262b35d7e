import { describe, expect, it } from 'vitest';
import { statementAt } from './planting.ts';
import { type Proof, proves } from './proof.ts';
import { policyOf } from './statements.ts';
import { everyValue, ofType, refersTo, resource, type Template } from './template.ts';

const roles = (value: unknown): string[] => everyValue(value).flatMap((one) => refersTo(one) ?? []);

/** What a key policy says of one use: who is named as allowed, and whom the refusal of everybody else leaves out. */
const useOf = (key: string, action: string, template: Template) => {
  const statements = policyOf(resource(key, template)).filter(({ Action }) => Action.includes(action));
  const denies = statements.filter(
    ({ Effect, Principal, Resource }) =>
      Effect === 'Deny' && Resource === '*' && JSON.stringify(Principal) === '{"AWS":"*"}',
  );
  return {
    allowed: statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Principal }) => roles(Principal)),
    exempt: denies.map(({ Condition }) =>
      Object.keys(Condition).join() === 'ArnNotEquals'
        ? roles(Condition['ArnNotEquals']?.['aws:PrincipalArn'])
        : ['everybody'],
    ),
  };
};

const uses: [key: string, action: string, roles: string[]][] = [
  ['LinkKey', 'kms:GenerateMac', ['NotifierRole']],
  ['LinkKey', 'kms:VerifyMac', ['ApprovalApiRole']],
  ['ProofKey', 'kms:GenerateMac', ['ApprovalApiRole']],
  ['ProofKey', 'kms:VerifyMac', ['ExecutorRole', 'RollbackRole']],
  ['SigningKey', 'kms:Sign', ['AuditorRole']],
];

const used: Proof = {
  promise: 'each key that carries authority lets nobody but its own use it, and denies everybody else by name',
  broken: (template) =>
    uses.flatMap(([key, action, expected]) => {
      const { allowed, exempt } = useOf(key, action, template);
      return [
        ...(allowed.join() === expected.join() ? [] : [`${key}: ${action} is allowed to ${allowed.join()}`]),
        ...(exempt.map((one) => one.join()).join(';') === expected.join()
          ? []
          : [`${key}: ${action} is denied to all but ${exempt.join(';') || 'everybody'}`]),
      ];
    }),
};

const authority = ['LinkKey', 'ProofKey', 'SigningKey'];

const kept: Proof = {
  promise: 'no use of a key is passed on by a grant, but for what DynamoDB asks for the table',
  broken: (template) =>
    ofType('AWS::KMS::Key', template).flatMap((key) => {
      const grants = policyOf(key).filter(({ Action }) => Action.includes('kms:CreateGrant'));
      const open = grants.filter(
        ({ Effect, Condition }) => Effect === 'Allow' && !JSON.stringify(Condition).includes('dynamodb.'),
      );
      const closed = grants.some(
        ({ Effect, Principal, Condition }) =>
          Effect === 'Deny' && JSON.stringify(Principal) === '{"AWS":"*"}' && Object.keys(Condition).length === 0,
      );
      return [
        ...open.map(({ Sid }) => `${key.id}: ${Sid} grants`),
        ...(authority.includes(key.id) && !closed ? [`${key.id}: grants are not denied`] : []),
      ];
    }),
};

const administered: Proof = {
  promise: 'every key can be administered but not used by the account as such',
  broken: (template) =>
    ofType('AWS::KMS::Key', template).flatMap((key) =>
      policyOf(key)
        .filter(
          ({ Effect, Principal, Condition }) =>
            Effect === 'Allow' &&
            /:root|"\*"/.test(JSON.stringify(Principal ?? '')) &&
            Condition['StringEquals']?.['kms:ViaService'] === undefined,
        )
        .flatMap(({ Action }) => Action)
        .filter((one) => /Mac$|:Sign$|crypt|DataKey|CreateGrant|\*/.test(one))
        .map((one) => `${key.id}: ${one} is for the account`),
    ),
};

const turned: Proof = {
  promise: 'every key turns over where KMS does that: HMAC and asymmetric keys it does not',
  broken: (template) =>
    ofType('AWS::KMS::Key', template)
      .filter(({ Properties }) => Properties['EnableKeyRotation'] !== true)
      .filter(({ Properties }) => !/^(HMAC|ECC)_/.test(String(Properties['KeySpec'])))
      .map(({ id }) => `${id} never turns over`),
};

proves(
  used,
  {
    fault: 'another role as verifier',
    patch: [
      {
        op: 'add',
        path: `${statementAt('ProofKey', 'ExecutorAndRollbackVerify')}/Principal/AWS/-`,
        value: { 'Fn::GetAtt': ['ValidatorRole', 'Arn'] },
      },
    ],
    said: 'ProofKey: kms:VerifyMac is allowed to ExecutorRole,RollbackRole,ValidatorRole',
  },
  {
    fault: 'a refusal of nobody',
    patch: [{ op: 'remove', path: statementAt('LinkKey', 'NobodyElseGenerates') }],
    said: 'LinkKey: kms:GenerateMac is denied to all but everybody',
  },
  {
    fault: 'a second one that may sign',
    patch: [
      {
        op: 'add',
        path: '/Resources/SigningKey/Properties/KeyPolicy/Statement/-',
        value: { Sid: 'AnyOther', Effect: 'Allow', Principal: { AWS: { Ref: 'ExecutorRole' } }, Action: 'kms:Sign' },
      },
    ],
    said: 'SigningKey: kms:Sign is allowed to AuditorRole,ExecutorRole',
  },
);

proves(
  kept,
  {
    fault: 'a proof key with grants',
    patch: [{ op: 'remove', path: statementAt('ProofKey', 'NobodyPassesItOn') }],
    said: 'ProofKey: grants are not denied',
  },
  {
    fault: 'a bucket key that is passed on',
    patch: [
      { op: 'add', path: `${statementAt('BucketKey', 'TheThreeThatPutObjects')}/Action/-`, value: 'kms:CreateGrant' },
    ],
    said: 'BucketKey: TheThreeThatPutObjects grants',
  },
);

proves(administered, {
  fault: 'an account that may decrypt the logs',
  patch: [{ op: 'add', path: `${statementAt('LogKey', 'AccountAdministersTheKey')}/Action/-`, value: 'kms:Decrypt' }],
  said: 'LogKey: kms:Decrypt is for the account',
});

proves(turned, {
  fault: 'a table key that stays',
  patch: [{ op: 'replace', path: '/Resources/TableKey/Properties/EnableKeyRotation', value: false }],
  said: 'TableKey never turns over',
});

describe('the keys that carry authority', () => {
  it.each([
    ['LinkKey', 'HMAC_256', 'GENERATE_VERIFY_MAC'],
    ['ProofKey', 'HMAC_256', 'GENERATE_VERIFY_MAC'],
    ['SigningKey', 'ECC_NIST_P256', 'SIGN_VERIFY'],
  ])('%s is of the kind %s, for %s', (key, spec, usage) => {
    expect(resource(key).Properties).toMatchObject({ KeySpec: spec, KeyUsage: usage });
  });

  it.each(['TableKey', 'BucketKey', 'SigningKey'])('%s outlives the stack, as what it protects does', (id) => {
    expect(resource(id).DeletionPolicy).toBe('Retain');
  });
});

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { boundaryOf, type Given } from './concrete.ts';
import { newResource, oneMore, statementAt } from './planting.ts';
import { allOn } from './powers.ts';
import { type Proof, proves } from './proof.ts';
import { policyOf, type Statement } from './statements.ts';
import { functionNames, ofType, pascal, refersTo, resource, type Template } from './template.ts';

/** Which boundary a role has: what a role is for decides what it can do at most. */
const boundaries: ReadonlyMap<string, string> = new Map([
  ...functionNames.map((name): [string, string] => [`${pascal(name)}Role`, 'FunctionBoundary']),
  ['StepPipeRole', 'PipeBoundary'],
  ['ApiGatewayLoggingRole', 'LoggingBoundary'],
  ['FlowLogRole', 'LoggingBoundary'],
  ['RemediationRole', 'RemediationBoundary'],
]);

const present: Proof = {
  promise: 'every role has the boundary of its kind, or the one that an organization demands',
  broken: (template) =>
    ofType('AWS::IAM::Role', template)
      .filter(({ id, Properties }) => {
        const expected = ['MakesBoundaries', { Ref: boundaries.get(id) }, { Ref: 'PermissionsBoundaryArn' }];
        return JSON.stringify(Properties['PermissionsBoundary']) !== JSON.stringify({ 'Fn::If': expected });
      })
      .map(({ id }) => `${id}: ${boundaries.get(id) ?? 'a boundary of its own'} is missing`),
};

/** Statements of all policies of a role that this stack writes. */
const statementsOf = (roleId: string, template: Template): Statement[] => {
  const managed = z.array(z.unknown()).default([]).parse(resource(roleId, template).Properties['ManagedPolicyArns']);
  return [
    ...managed.flatMap((one) => policyOf(resource(refersTo(one) ?? '', template))),
    ...ofType('AWS::IAM::RolePolicy', template)
      .filter(({ Properties }) => refersTo(Properties['RoleName']) === roleId)
      .flatMap(policyOf),
  ];
};
const allowedBy = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));

const rolesWith = (boundary: string): string[] =>
  [...boundaries].filter(([, one]) => one === boundary).map(([id]) => id);

/** What the policies of keys grant to a role. */
const grantedByKeys = (roleId: string, template: Template): string[] =>
  ofType('AWS::KMS::Key', template)
    .flatMap(policyOf)
    .filter(({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes(`"${roleId}"`))
    .flatMap(({ Action }) => Action);

const isLike = (action: string, like: string): boolean =>
  like.endsWith('*') ? action.startsWith(like.slice(0, -1)) : action === like;

/** The boundaries whose roles have policies here; that of API Gateway's role is compared with what AWS writes. */
const ours = ['FunctionBoundary', 'PipeBoundary', 'RemediationBoundary'];

const fitting: Proof = {
  promise: 'a boundary allows what its roles hold and nothing more, and denies everything else by name',
  broken: (template) =>
    ours.flatMap((id) => {
      const statements = policyOf(resource(id, template));
      const allowed = allowedBy(statements);
      const held = rolesWith(id).flatMap((role) => [
        ...allowedBy(statementsOf(role, template)),
        ...grantedByKeys(role, template),
      ]);
      const spared = statements.filter(({ Effect }) => Effect === 'Deny').flatMap(({ NotAction = [] }) => NotAction);
      return [
        ...held.filter((one) => !allowed.includes(one)).map((one) => `${id}: ${one} is held and not allowed`),
        ...allowed.filter((one) => !held.includes(one)).map((one) => `${id}: ${one} is allowed and held by nobody`),
        ...allowed.filter((one) => !spared.some((like) => isLike(one, like))).map((one) => `${id}: ${one} is denied`),
        ...spared
          .filter((like) => like !== 'sts:GetCallerIdentity' && !allowed.some((one) => isLike(one, like)))
          .map((like) => `${id}: ${like} is spared and not allowed`),
        ...spared
          .filter((like) => like.endsWith('*') && !/:(Describe|Get|List)/.test(like))
          .map((like) => `${id}: ${like} spares more than reading`),
      ];
    }),
};

proves(
  present,
  {
    fault: 'a role without one',
    patch: [{ op: 'remove', path: '/Resources/ExecutorRole/Properties/PermissionsBoundary' }],
    said: 'ExecutorRole: FunctionBoundary is missing',
  },
  {
    fault: 'a function with that of the remediation role',
    patch: [
      {
        op: 'replace',
        path: '/Resources/AnalyzerRole/Properties/PermissionsBoundary/Fn::If/1',
        value: { Ref: 'RemediationBoundary' },
      },
    ],
    said: 'AnalyzerRole: FunctionBoundary is missing',
  },
  {
    fault: 'one more role',
    patch: [newResource('AddedRole', 'AWS::IAM::Role')],
    said: 'AddedRole: a boundary of its own is missing',
  },
);

proves(
  fitting,
  {
    fault: 'an action that a role holds in vain',
    patch: oneMore('NotifierPolicy', { Action: 'sns:Unsubscribe', Resource: '*' }),
    said: 'FunctionBoundary: sns:Unsubscribe is held and not allowed',
  },
  {
    fault: 'a key that is granted in vain',
    patch: [{ op: 'remove', path: statementAt('FunctionBoundary', 'KeysWhosePolicyNamesTheRole') }],
    said: 'FunctionBoundary: kms:VerifyMac is held and not allowed',
  },
  {
    fault: 'an action more than its roles hold',
    patch: oneMore('RemediationBoundary', { Action: 'rds:DeleteDBInstance', Resource: '*' }),
    said: 'RemediationBoundary: rds:DeleteDBInstance is allowed and held by nobody',
  },
  {
    fault: 'a denial with a hole',
    patch: [{ op: 'add', path: `${statementAt('PipeBoundary', 'NothingElse')}/NotAction/-`, value: 'iam:*' }],
    said: 'PipeBoundary: iam:* spares more than reading',
  },
  {
    fault: 'no denial',
    patch: [{ op: 'remove', path: statementAt('PipeBoundary', 'NothingElse') }],
    said: 'PipeBoundary: events:PutEvents is denied',
  },
);

describe('a boundary', () => {
  it('of API Gateway holds exactly what AWS writes into the policy that API Gateway asks for', () => {
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html
    const written = [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      'logs:GetLogEvents',
      'logs:FilterLogEvents',
    ];
    const [allow, deny] = policyOf(resource('LoggingBoundary'));
    expect([allow?.Action, deny?.NotAction]).toEqual([written, written]);
    expect(resource('LoggingBoundary').DeletionPolicy).toBe('Retain');
  });

  it.each([...new Map([...boundaries].map(([role, id]) => [id, role]))])(
    '%s of %s fits what IAM takes',
    (_id, role) => {
      const models: Given = {
        // As many as docs/deploy/spoke.md says.
        SpokeAccounts: Array.from({ length: 30 }, (_, at) => String(111_122_223_333 + at)).join(','),
        ModelArns: Array.from({ length: 6 }, (_, at) => `${allOn['ModelArns']}-${at}`).join(','),
      };
      const text = JSON.stringify(boundaryOf(role, { ...allOn, ...models })?.policy);
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; a stack name of 32 characters.
      expect(text.replaceAll('sovereign-ops', 'x'.repeat(32)).length).toBeLessThan(6_144);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { oneMore, statementAt } from './planting.ts';
import { type Proof, proves } from './proof.ts';
import { allStatements, allStatementsOf, type Owned, policyOf } from './statements.ts';
import { everyValue, functionNames, ofType, pascal, refersTo, resource, type Template } from './template.ts';

const named = ({ owner, Sid }: Owned): string => `${owner.id}: ${Sid ?? 'no Sid'}`;
const isOfRole = ({ owner, Effect }: Owned): boolean => owner.Type === 'AWS::IAM::RolePolicy' && Effect === 'Allow';

const trusts = (template: Template): Owned[] =>
  allStatementsOf(template).filter(({ owner }) => owner.id === 'RemediationRole');
/** What each call of a trust must carry. */
const demanded: ReadonlyMap<string, readonly string[]> = new Map([
  ['sts:AssumeRole', ['sts:RoleSessionName', 'sts:SourceIdentity', 'aws:RequestTag/approval', 'aws:RequestTag/digest']],
  ['sts:SetSourceIdentity', ['sts:SourceIdentity']],
  ['sts:TagSession', ['aws:RequestTag/approval', 'aws:RequestTag/digest']],
]);
const undemanded = ({ Action, Condition }: Owned): string[] =>
  Action.flatMap((action) =>
    (demanded.get(action) ?? ['nothing known']).filter((key) => Condition['StringLike']?.[key] === undefined),
  );

const changing: Proof = {
  promise: 'changing infrastructure is open to executor and rollback alone, in the name of an approver',
  broken: (template) => {
    const assuming = allStatementsOf(template).filter(
      // Roles of other accounts: hub.test.ts.
      (one) =>
        isOfRole(one) && one.owner.Condition !== 'HasSpokes' && one.Action.some((action) => demanded.has(action)),
    );
    const admitted = (trust: Owned): string =>
      everyValue(trust.Principal)
        .flatMap((one) => refersTo(one) ?? [])
        .join();
    return [
      ...assuming
        .filter(({ owner }) => !['ExecutorPolicy', 'RollbackPolicy'].includes(owner.id))
        .map((one) => `${named(one)} assumes a role`),
      ...assuming
        .filter(({ Resource }) => refersTo(Resource) !== 'RemediationRole')
        .map((one) => `${named(one)} assumes another role`),
      ...trusts(template)
        .filter((trust) => admitted(trust) !== 'ExecutorRole,RollbackRole')
        .map((one) => `${named(one)} admits ${admitted(one)}`),
      ...[...assuming, ...trusts(template)].flatMap((one) =>
        undemanded(one).map((key) => `${named(one)} does not demand ${key}`),
      ),
      ...trusts(template)
        .filter(({ Action }) => Action.some((action) => demanded.get(action)?.includes('aws:RequestTag/digest')))
        .filter(
          ({ Condition }) => String(Condition['ForAllValues:StringEquals']?.['aws:TagKeys']) !== 'approval,digest',
        )
        .map((one) => `${named(one)} takes any tag`),
      ...[assuming.filter(({ owner }) => owner.id === 'ExecutorPolicy'), trusts(template)].flatMap((side) =>
        [...demanded.keys()]
          .filter((action) => !side.some(({ Action }) => Action.includes(action)))
          .map((action) => `${side[0]?.owner.id}: ${action} is not allowed`),
      ),
    ];
  },
};

/** What no function may have whatever for: changes of anything but our own items, objects, queues, topic and logs. */
const own =
  /^(dynamodb|s3|sqs|logs|events):|^sns:Publish$|^sts:|:(Get|Describe|List|Filter|Lookup)|^bedrock:(InvokeModel|ApplyGuardrail)$/;

const harmless: Proof = {
  promise: 'no function changes anything but our own table, objects, queues, topic and logs',
  broken: (template) =>
    ofType('AWS::IAM::RolePolicy', template)
      .filter(({ Properties }) => refersTo(Properties['RoleName']) !== 'RemediationRole')
      .flatMap((one) =>
        policyOf(one).flatMap(({ Action }) => Action.filter((a) => !own.test(a)).map((a) => `${one.id}: ${a}`)),
      ),
};

const passing: Proof = {
  promise: 'a role is passed by name to the tasks of ECS, and to no other service',
  broken: (template) =>
    allStatementsOf(template)
      .filter(
        ({ owner, Effect, Action, Resource, Condition }) =>
          Effect === 'Allow' &&
          Action.includes('iam:PassRole') &&
          !(
            Condition['StringEquals']?.['iam:PassedToService'] === 'ecs-tasks.amazonaws.com' &&
            (owner.Type === 'AWS::IAM::ManagedPolicy' || refersTo(Resource) === 'RemediableRoles')
          ),
      )
      .map((one) => `${named(one)} passes a role`),
};

proves(
  changing,
  {
    fault: 'a trust without SourceIdentity',
    patch: [
      {
        op: 'remove',
        path: `${statementAt('RemediationRole', 'OnlyForOneApprovedChange')}/Condition/StringLike/sts:SourceIdentity`,
      },
    ],
    said: 'RemediationRole: OnlyForOneApprovedChange does not demand sts:SourceIdentity',
  },
  {
    fault: 'a session without its tags',
    patch: [{ op: 'remove', path: `${statementAt('RollbackPolicy', 'WithApprovalAndDigest')}/Condition` }],
    said: 'RollbackPolicy: WithApprovalAndDigest does not demand aws:RequestTag/approval',
  },
  {
    fault: 'a trust that takes no tags',
    patch: [{ op: 'remove', path: statementAt('RemediationRole', 'WithApprovalAndDigest') }],
    said: 'RemediationRole: sts:TagSession is not allowed',
  },
  {
    fault: 'a session with tags that nobody approved, which policies elsewhere may go by',
    patch: [
      {
        op: 'remove',
        path: `${statementAt('RemediationRole', 'WithApprovalAndDigest')}/Condition/ForAllValues:StringEquals`,
      },
    ],
    said: 'RemediationRole: WithApprovalAndDigest takes any tag',
  },
  {
    fault: 'a validator that is admitted',
    patch: [
      {
        op: 'add',
        path: `${statementAt('RemediationRole', 'OnlyForOneApprovedChange')}/Principal/AWS/-`,
        value: { 'Fn::GetAtt': ['ValidatorRole', 'Arn'] },
      },
    ],
    said: 'OnlyForOneApprovedChange admits ExecutorRole,RollbackRole,ValidatorRole',
  },
);

proves(harmless, {
  fault: 'a proposer that scales by itself',
  patch: oneMore('EcsReadingPolicy', { Action: 'ecs:UpdateService', Resource: '*' }),
  said: 'EcsReadingPolicy: ecs:UpdateService',
});

proves(
  passing,
  {
    fault: 'a role for any service',
    patch: oneMore('EcsRemediationPolicy', { Action: 'iam:PassRole', Resource: { Ref: 'RemediableRoles' } }),
    said: 'EcsRemediationPolicy: AddedByMistake passes a role',
  },
  {
    fault: 'any role',
    patch: oneMore('EcsRemediationPolicy', {
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    }),
    said: 'EcsRemediationPolicy: AddedByMistake passes a role',
  },
);

describe('the roles', () => {
  it.each(functionNames)('%s may be taken by Lambda only', (name) => {
    const role = resource(`${pascal(name)}Role`);
    expect(policyOf(role)).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: ['sts:AssumeRole'], Condition: {} },
    ]);
    expect(role.Properties['Policies']).toBeUndefined();
    expect(role.Properties['ManagedPolicyArns']).toEqual([{ Ref: 'VpcPlacementPolicy' }]);
  });

  it('use no KMS key by themselves: that is granted in the policy of the key', () => {
    const grants = allStatements.filter(
      ({ owner, Action }) => owner.Type !== 'AWS::KMS::Key' && Action.some((a) => a.startsWith('kms:')),
    );
    // A boundary gives nothing: it is what the grants of key policies must stay within.
    expect(grants.map(({ owner }) => owner.id).toSorted()).toEqual(['FunctionBoundary', 'KmsEndpoint', 'PipeBoundary']);
  });

  it('do not use the network permissions that Lambda needs of them', () => {
    const [allow, ...denies] = policyOf(resource('VpcPlacementPolicy'));
    expect(denies.flatMap(({ Action }) => Action).toSorted()).toEqual(allow?.Action.toSorted());
    for (const { Effect, Condition } of denies) {
      expect([Effect, Condition['ArnLike']]).toEqual(['Deny', { 'lambda:SourceFunctionArn': expect.anything() }]);
    }
  });

  it('read network interfaces in one function only, and only where they may be changed', () => {
    const tagged = ofType('AWS::IAM::Role').filter(({ Properties }) => 'Tags' in Properties);
    expect(tagged.map(({ id, Properties }) => [id, Properties['Tags']])).toEqual([
      [
        'ProposerRole',
        [{ 'Fn::If': ['RemediatesEc2', { Key: 'describes-interfaces', Value: 'true' }, { Ref: 'AWS::NoValue' }] }],
      ],
    ]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { allStatements, policyOf } from './statements.ts';
import { functionNames, ofType, pascal, refersTo, resource, root } from './template.ts';

const named = (id: string, statement: { Sid?: string | undefined }) => `${id}: ${statement.Sid ?? 'no Sid'}`;

describe('every statement', () => {
  it('names single actions where it allows', () => {
    const wide = allStatements.filter(
      ({ Effect, Action, NotAction }) =>
        Effect === 'Allow' &&
        (NotAction !== undefined || Action.length === 0 || Action.some((one) => one.includes('*'))),
    );
    expect(wide.map((s) => named(s.owner.id, s))).toEqual([]);
  });

  it('says why in its Sid, but for the trust of a service', () => {
    const silent = allStatements.filter(({ Sid, owner }) => Sid === undefined && owner.Type !== 'AWS::IAM::Role');
    expect(silent.map((s) => named(s.owner.id, s))).toEqual([]);
  });
});

describe('the roles', () => {
  const wide = allStatements.filter(
    ({ owner, Effect, Resource }) => owner.Type === 'AWS::IAM::RolePolicy' && Effect === 'Allow' && Resource === '*',
  );

  it('reach every resource only where the API has no ARN', () => {
    expect([...new Set(wide.flatMap(({ Action }) => Action))].toSorted()).toEqual([
      'cloudformation:GetResource',
      'cloudformation:ListResourceRequests',
      'cloudformation:UpdateResource',
      'cloudtrail:LookupEvents',
      'cloudwatch:GetMetricData',
      'ec2:DescribeNetworkInterfaces',
      'ecs:DescribeTaskDefinition',
      'ecs:ListTaskDefinitions',
      'ecs:ListTasks',
      'lambda:GetAccountSettings',
      'rds:DescribeEvents',
      'sns:GetSubscriptionAttributes',
      'sts:GetCallerIdentity',
      'xray:GetServiceGraph',
    ]);
  });

  it('explain each such place in template.yaml', () => {
    const lines = readFileSync(`${root}template.yaml`, 'utf8').split('\n');
    const policies = lines.findIndex((line) => line.includes('---- alarm-handler'));
    const bare = lines.filter(
      (line, at) => at > policies && /^ +Resource: '\*'$/.test(line) && !/^ +# /.test(lines[at - 1] ?? ''),
    );
    expect(bare).toEqual([]);
  });

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
    expect(grants.map(({ owner }) => owner.id)).toEqual(['KmsEndpoint']);
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

describe('changing infrastructure', () => {
  it('is open to executor and rollback alone, in the name of an approver', () => {
    const assuming = allStatements.filter(
      // Roles of other accounts: spoke.test.ts.
      ({ owner, Action }) =>
        owner.Type === 'AWS::IAM::RolePolicy' && owner.Condition !== 'HasSpokes' && Action.includes('sts:AssumeRole'),
    );
    expect(assuming.map(({ owner, Resource }) => [owner.id, refersTo(Resource)])).toEqual([
      ['ExecutorPolicy', 'RemediationRole'],
      ['RollbackPolicy', 'RemediationRole'],
    ]);
    const [trust] = policyOf(resource('RemediationRole'));
    expect(
      z
        .object({ AWS: z.array(z.unknown()) })
        .parse(trust?.Principal)
        .AWS.map(refersTo),
    ).toEqual(['ExecutorRole', 'RollbackRole']);
    expect(Object.keys(trust?.Condition['StringLike'] ?? {}).toSorted()).toEqual([
      'aws:RequestTag/approval',
      'aws:RequestTag/digest',
      'sts:RoleSessionName',
      'sts:SourceIdentity',
    ]);
  });

  it('is in no role policy: no function changes anything but our own table, objects, queues, topic and logs', () => {
    const own =
      /^(dynamodb|s3|sqs|logs|events):|^sns:Publish$|^sts:|:(Get|Describe|List|Filter|Lookup)|^bedrock:(InvokeModel|ApplyGuardrail)$/;
    const foreign = ofType('AWS::IAM::RolePolicy')
      .filter(({ Properties }) => refersTo(Properties['RoleName']) !== 'RemediationRole')
      .flatMap((one) => policyOf(one).flatMap(({ Action }) => Action.filter((a) => !own.test(a))));
    expect(foreign).toEqual([]);
  });
});

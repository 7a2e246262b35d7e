import { arnOf } from './concrete.ts';
import type { Request } from './simulate.ts';
import { ofType } from './template.ts';

const here = 'eu-central-1:123456789012';
const on = (resource: string, ...actions: string[]): Request[] => actions.map((action) => ({ action, resource }));
const passedTo = (service: string) => ({ 'iam:PassedToService': service });
const taskRole = 'arn:aws:iam::123456789012:role/named-for-tasks';

/** Becoming somebody else or giving rights away; the role that tasks may have is named in RemediableRoles. */
export const identityCalls: readonly Request[] = [
  ...on('arn:aws:iam::123456789012:user/mallory', 'iam:CreateUser', 'iam:CreateAccessKey', 'iam:AttachUserPolicy'),
  ...on(taskRole, 'iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'sts:AssumeRole'),
  ...on('arn:aws:iam::123456789012:policy/ops', 'iam:CreatePolicyVersion'),
  { action: 'iam:PassRole', resource: taskRole, context: passedTo('lambda.amazonaws.com') },
  { action: 'iam:PassRole', resource: taskRole, context: passedTo('ec2.amazonaws.com') },
  { action: 'iam:PassRole', resource: arnOf('ExecutorRole'), context: passedTo('ecs-tasks.amazonaws.com') },
  {
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::123456789012:role/somebody-else',
    context: passedTo('ecs-tasks.amazonaws.com'),
  },
];

/** What each kind of our own resources must be safe from: changes a fault or an intruder would begin with. */
const dangers: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': [
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
    'lambda:PutFunctionConcurrency',
    'lambda:InvokeFunction',
    'lambda:AddPermission',
    'lambda:DeleteFunction',
  ],
  'AWS::DynamoDB::Table': ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:UpdateTable'],
  'AWS::SQS::Queue': ['sqs:SetQueueAttributes', 'sqs:PurgeQueue', 'sqs:SendMessage', 'sqs:DeleteQueue'],
  'AWS::S3::Bucket': ['s3:PutBucketPolicy', 's3:DeleteBucket', 's3:PutBucketObjectLockConfiguration'],
  'AWS::KMS::Key': ['kms:Sign', 'kms:GenerateMac', 'kms:VerifyMac', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
  'AWS::SNS::Topic': ['sns:Publish', 'sns:SetTopicAttributes'],
  'AWS::Events::EventBus': ['events:PutEvents', 'events:DeleteEventBus'],
  'AWS::IAM::Role': ['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:DeleteRole', 'sts:AssumeRole'],
};

export const kindsOfOurs = Object.keys(dangers);

/**
 * Changes of something that this stack consists of: one of each kind with every danger, the others, which are denied by the
 * same statement, with one.
 */
export const callsOnOurselves: readonly Request[] = [
  ...Object.entries(dangers).flatMap(([type, actions]) =>
    ofType(type).flatMap(({ id }, at) => on(arnOf(id), ...(at === 0 ? actions : actions.slice(0, 1)))),
  ),
  ...ofType('AWS::S3::Bucket').flatMap(({ id }) =>
    on(`${arnOf(id)}/claims/0`, 's3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:PutObjectRetention'),
  ),
  ...on(`${arnOf('ExecutorFunction')}:live`, 'lambda:InvokeFunction', 'lambda:UpdateAlias'),
  ...on(`arn:aws:lambda:${here}:layer:PolicyLayer`, 'lambda:PublishLayerVersion'),
  ...on(`arn:aws:lambda:${here}:layer:PolicyLayer:3`, 'lambda:DeleteLayerVersion'),
  ...on(
    `arn:aws:lambda:${here}:event-source-mapping:AuditorFunctionRecorded`,
    'lambda:UpdateEventSourceMapping',
    'lambda:DeleteEventSourceMapping',
  ),
  {
    action: 'ec2:AssignPrivateIpAddresses',
    resource: `arn:aws:ec2:${here}:network-interface/eni-0e0d0c0b0a0f60009`,
    context: { 'ec2:Vpc': `arn:aws:ec2:${here}:vpc/Vpc` },
  },
];

/** Attributes of an interface that no action sets. */
const otherAttributes: readonly Request[] = ['AssociatePublicIpAddress', 'Description', 'EnablePrimaryIpv6'].flatMap(
  (name) =>
    ['eni-0a1b2c3d4e5f60001', 'eni-0a1b2c3d4e5f60002'].map((id) => ({
      action: 'ec2:ModifyNetworkInterfaceAttribute',
      resource: `arn:aws:ec2:${here}:network-interface/${id}`,
      context: { [`ec2:Attribute/${name}`]: 'true' },
    })),
);

/** What stands next to the calls of the catalogue, and what would hurt most. */
const neighborCalls: readonly Request[] = [
  ...on(`arn:aws:ec2:${here}:instance/i-0a1b2c3d4e5f60001`, 'ec2:TerminateInstances', 'ec2:StopInstances'),
  ...on(`arn:aws:ec2:${here}:network-interface/eni-0a1b2c3d4e5f60002`, 'ec2:DeleteNetworkInterface'),
  ...on(`arn:aws:ec2:${here}:security-group/sg-0a1b2c3d4e5f60001`, 'ec2:AuthorizeSecurityGroupIngress'),
  ...otherAttributes,
  ...on(`arn:aws:ecs:${here}:service/quay/storefront`, 'ecs:DeleteService', 'ecs:CreateService'),
  ...on(`arn:aws:ecs:${here}:task-definition/storefront:7`, 'ecs:RunTask'),
  ...on(`arn:aws:rds:${here}:db:orders-db`, 'rds:DeleteDBInstance', 'rds:RebootDBInstance', 'rds:StopDBInstance'),
  ...on(
    `arn:aws:lambda:${here}:function:invoice-render`,
    'lambda:UpdateFunctionCode',
    'lambda:InvokeFunction',
    'lambda:AddPermission',
    'lambda:DeleteFunction',
    'lambda:DeleteFunctionConcurrency',
  ),
  ...on(`arn:aws:sqs:${here}:orders.fifo`, 'sqs:PurgeQueue', 'sqs:DeleteQueue', 'sqs:ReceiveMessage', 'sqs:TagQueue'),
  ...on(`arn:aws:kinesis:${here}:stream/clicks`, 'kinesis:DeleteStream', 'kinesis:GetRecords', 'kinesis:PutRecord'),
  ...on('*', 'kinesis:UpdateShardCount', 'ecs:DeregisterTaskDefinition'),
  ...on(
    `arn:aws:dynamodb:${here}:table/carts`,
    'dynamodb:DeleteTable',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:PutResourcePolicy',
    'dynamodb:UpdateContinuousBackups',
  ),
  ...on('*', 'cloudformation:CreateResource', 'cloudformation:DeleteResource', 'cloudformation:CancelResourceRequest'),
  ...on(
    `arn:aws:cloudformation:${here}:stack/sovereign-ops/0`,
    'cloudformation:UpdateStack',
    'cloudformation:DeleteStack',
  ),
  ...on(`arn:aws:ssm:${here}:parameter/sovereign-ops/sovereign-ops/emergency-stop`, 'ssm:PutParameter'),
  ...on(`arn:aws:secretsmanager:${here}:secret:database-0a1b2c`, 'secretsmanager:GetSecretValue'),
  ...on(`arn:aws:cloudtrail:${here}:trail/all`, 'cloudtrail:StopLogging'),
  ...on(`arn:aws:logs:${here}:log-group:audit`, 'logs:DeleteLogGroup'),
  ...on(`arn:aws:eks:${here}:cluster/harbor`, 'eks:CreateAccessEntry', 'eks:DeleteCluster'),
];

/** One of each kind of ours: a session is within the ceiling, which is tried with all of them. */
const oneOfEachKind = Object.entries(dangers).flatMap(([type, actions]) =>
  ofType(type)
    .slice(0, 1)
    .flatMap(({ id }) => on(arnOf(id), ...actions)),
);

export const forbiddenCalls: readonly Request[] = [...identityCalls, ...oneOfEachKind, ...neighborCalls];

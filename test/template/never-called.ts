import { arnOf } from './concrete.ts';
import { ref } from './powers.ts';
import { here, on, type Sensitive } from './sensitive.ts';
import type { Request } from './simulate.ts';
import { ofType } from './template.ts';

const table = arnOf('Table');
const bucketsOfOurs = ofType('AWS::S3::Bucket').map(({ id }) => id);
const object = (bucket: string): string => `${arnOf(bucket)}/records/inc-1/0`;
const functionArn = arnOf('ExecutorFunction');
const rule = `arn:aws:events:${here}:rule/sovereign-ops-steps/executor`;
const trail = `arn:aws:cloudtrail:${here}:trail/sovereign-ops-Trail-1X2Y3Z`;

/** Nobody may, and a boundary says so. */
const nobody = (what: string, ...requests: (readonly Request[])[]): Sensitive => ({
  what,
  requests: requests.flat(),
  owners: [],
  byMistake: 'boundary',
});

/** What no role of the system ever does, and what an intruder would begin with. */
export const neverCalled: readonly Sensitive[] = [
  nobody(
    'reach items past the names of partitions',
    on(table, 'dynamodb:Scan', 'dynamodb:PartiQLDelete', 'dynamodb:BatchWriteItem'),
  ),
  nobody(
    'delete, hide or free an audit object or a claim',
    ...bucketsOfOurs.map((one) =>
      on(
        object(one),
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:BypassGovernanceRetention',
        's3:PutObjectRetention',
        's3:PutObjectLegalHold',
      ),
    ),
  ),
  nobody(
    'open or weaken the buckets',
    ...bucketsOfOurs.map((one) =>
      on(
        arnOf(one),
        's3:PutBucketPolicy',
        's3:DeleteBucketPolicy',
        's3:PutLifecycleConfiguration',
        's3:PutBucketVersioning',
        's3:PutBucketObjectLockConfiguration',
        's3:DeleteBucket',
      ),
    ),
  ),
  nobody(
    'change identities',
    on(
      arnOf('ExecutorRole'),
      'iam:PutRolePolicy',
      'iam:AttachRolePolicy',
      'iam:UpdateAssumeRolePolicy',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteRole',
    ),
    on(arnOf('FunctionBoundary'), 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:DeletePolicy'),
    on('arn:aws:iam::123456789012:user/mallory', 'iam:CreateUser', 'iam:CreateAccessKey'),
    on(arnOf('ExecutorRole'), 'iam:PassRole').map((one) => ({
      ...one,
      context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    })),
  ),
  nobody(
    'stop or delete a trail',
    on(
      trail,
      'cloudtrail:StopLogging',
      'cloudtrail:DeleteTrail',
      'cloudtrail:UpdateTrail',
      'cloudtrail:PutEventSelectors',
    ),
  ),
  nobody(
    'change the code, the configuration or the start of a function',
    on(
      functionArn,
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
      'lambda:PutFunctionConcurrency',
      'lambda:UpdateAlias',
      'lambda:PublishVersion',
      'lambda:AddPermission',
      'lambda:InvokeFunction',
      'lambda:DeleteFunction',
    ),
    on(
      `arn:aws:lambda:${here}:event-source-mapping:AuditorFunctionRecorded`,
      'lambda:UpdateEventSourceMapping',
      'lambda:DeleteEventSourceMapping',
    ),
  ),
  nobody(
    'change the policy layer',
    on(`arn:aws:lambda:${here}:layer:PolicyLayer`, 'lambda:PublishLayerVersion'),
    on(`arn:aws:lambda:${here}:layer:PolicyLayer:1`, 'lambda:DeleteLayerVersion', 'lambda:AddLayerVersionPermission'),
  ),
  nobody(
    'turn a switch',
    on(
      `arn:aws:ssm:${here}:parameter/sovereign-ops/sovereign-ops/emergency-stop`,
      'ssm:PutParameter',
      'ssm:DeleteParameter',
    ),
  ),
  nobody(
    'change or pass on a key',
    ...ofType('AWS::KMS::Key').map(({ id }) => on(arnOf(id), 'kms:PutKeyPolicy')),
    on(arnOf('ProofKey'), 'kms:CreateGrant', 'kms:ScheduleKeyDeletion', 'kms:DisableKey'),
  ),
  nobody(
    'stop the stream, the Pipe, a rule or the archive',
    on(
      table,
      'dynamodb:UpdateTable',
      'dynamodb:DeleteTable',
      'dynamodb:UpdateTimeToLive',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:PutResourcePolicy',
    ),
    on(`arn:aws:pipes:${here}:pipe/StepPipe`, 'pipes:StopPipe', 'pipes:UpdatePipe', 'pipes:DeletePipe'),
    on(rule, 'events:DisableRule', 'events:DeleteRule', 'events:PutTargets', 'events:RemoveTargets'),
    on(arnOf('StepBus'), 'events:DeleteEventBus'),
    on(`arn:aws:events:${here}:archive/StepArchive`, 'events:DeleteArchive'),
  ),
  nobody(
    'read secrets',
    on(`arn:aws:secretsmanager:${here}:secret:database-0a1b2c`, 'secretsmanager:GetSecretValue'),
    on(`arn:aws:ssm:${here}:parameter/database/password`, 'ssm:GetParameter', 'ssm:GetParametersByPath'),
  ),
  nobody(
    'subscribe to notices',
    on(ref('NoticeTopic'), 'sns:Subscribe', 'sns:SetTopicAttributes', 'sns:AddPermission'),
  ),
  nobody(
    'delete logs, failed events or alarms',
    on(arnOf('ExecutorLogs'), 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogStream'),
    on(arnOf('ExecutorFailures'), 'sqs:PurgeQueue', 'sqs:DeleteMessage', 'sqs:DeleteQueue', 'sqs:SetQueueAttributes'),
    on(
      `arn:aws:cloudwatch:${here}:alarm:sovereign-ops-ExecutorFailuresAlarm-1X2Y3Z`,
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DisableAlarmActions',
    ),
  ),
  nobody(
    'change the account, its bills or this stack',
    on(
      '*',
      'organizations:LeaveOrganization',
      'account:CloseAccount',
      'aws-portal:ModifyBilling',
      'billing:UpdateBillingPreferences',
      'tax:PutTaxRegistration',
      'ce:UpdatePreferences',
    ),
    on('arn:aws:budgets::123456789012:budget/all', 'budgets:ModifyBudget'),
    on(
      `arn:aws:cloudformation:${here}:stack/sovereign-ops/0`,
      'cloudformation:UpdateStack',
      'cloudformation:DeleteStack',
    ),
  ),
  nobody(
    'start or delete infrastructure',
    on(`arn:aws:ec2:${here}:instance/i-0a1b2c3d4e5f60001`, 'ec2:TerminateInstances'),
    on(`arn:aws:rds:${here}:db:orders`, 'rds:DeleteDBInstance'),
    on(`arn:aws:ecs:${here}:service/quay/storefront`, 'ecs:DeleteService'),
    on(`arn:aws:lambda:${here}:function:invoice-render`, 'lambda:UpdateFunctionCode', 'lambda:DeleteFunction'),
  ),
];

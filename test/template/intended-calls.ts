import { statuses } from '../../core/incident/lifecycle.ts';
import { awsSamples, isReading } from './approved-calls.ts';
import { arnOf } from './concrete.ts';
import { emptiers, owners, reads } from './partitions.ts';
import { ref } from './powers.ts';
import { becoming, here } from './sensitive.ts';
import type { Request } from './simulate.ts';
import { pascal } from './template.ts';

/** A call that a function makes, and the same call on something next to it, which it must not. None: the API has no ARN. */
export type Intended = Request & { neighbor?: string; neighborContext?: Record<string, string> };

const call = (action: string, resource: string, neighbor?: string, context?: Record<string, string>): Intended => ({
  action,
  resource,
  ...(neighbor === undefined ? {} : { neighbor }),
  ...(context === undefined ? {} : { context }),
});

const elsewhere = (arn: string): string => arn.replace('123456789012', '210987654321');
/** Of any such thing of this account: next to it is another account. */
const any = (action: string, resource: string, context?: Record<string, string>): Intended =>
  call(action, resource, elsewhere(resource), context);

const table = arnOf('Table');
const inPartition = (action: string, partition: string, resource = table): Intended => ({
  ...call(`dynamodb:${action}`, resource, resource, { 'dynamodb:LeadingKeys': partition.replace('*', 'inc-1') }),
  neighborContext: { 'dynamodb:LeadingKeys': 'SOMEBODY#else' },
});

/** Items that a function reads, puts and takes away: the lists of the design. */
const items = (name: string): Intended[] => [
  ...reads
    .filter(([reader]) => reader === name)
    .flatMap(([, how]) => Object.entries(how))
    .flatMap(([action, partitions]) => partitions.map((one) => inPartition(action, one))),
  ...owners.filter(([, , names]) => names.includes(name)).map(([, partition]) => inPartition('PutItem', partition)),
  ...owners
    .filter(([prefix]) => emptiers.get(prefix)?.includes(name))
    .map(([, partition]) => inPartition('DeleteItem', partition)),
  ...(name === 'auditor' ? [] : [inPartition('ConditionCheckItem', 'INCIDENT#*')]),
  ...owners
    .filter(([prefix]) => prefix === `IDEMPOTENCY#${name}`)
    .map(([, partition]) => inPartition('UpdateItem', partition)),
];

const alarm = `arn:aws:cloudwatch:${here}:alarm:checkout-errors`;
const group = `arn:aws:logs:${here}:log-group:/aws/containerinsights/harbor/application`;
const foreignGroup = `arn:aws:logs:${here}:log-group:/aws/lambda/payroll`;
const mac = { 'kms:MacAlgorithm': 'HMAC_SHA_256' };
const once = { 's3:if-none-match': '*' };
const switches = `arn:aws:ssm:${here}:parameter/sovereign-ops/sovereign-ops`;
const model = 'arn:aws:bedrock:eu-central-1::foundation-model';
const object = (bucket: string, key: string): string => `${arnOf(bucket)}/${key}`;
const foreignRole = 'arn:aws:iam::123456789012:role/Administrator';

const spokeRole = (name: string, account = '111122223333'): string =>
  `arn:aws:iam::${account}:role/sovereign-ops-spoke-${name}`;
const inSpoke = { 'aws:ResourceAccount': '111122223333' };

/** A role of a spoke account; next to it is that of an account that nobody named. */
const inSpokes = (name: string, context: Record<string, string>, ...actions: string[]): Intended[] =>
  actions.map((action) => ({
    ...call(action, spokeRole(name), spokeRole(name, '210987654321'), { ...context, ...inSpoke }),
    neighborContext: { 'aws:ResourceAccount': '210987654321' },
  }));

const readingInSpokes = inSpokes('reader', { 'sts:ExternalId': 'an-external-id-of-ours' }, 'sts:AssumeRole');

/** What both do that change infrastructure: verify, claim, look at the emergency stop, become the approver's hand. */
const changing: readonly Intended[] = [
  call('kms:VerifyMac', arnOf('ProofKey'), arnOf('LinkKey'), mac),
  call('s3:PutObject', object('ClaimBucket', 'claims/a1/0'), object('AuditBucket', 'records/inc-1/0'), once),
  call('ssm:GetParameters', `${switches}/emergency-stop`, `${switches}/other`),
  call('sts:AssumeRole', arnOf('RemediationRole'), foreignRole, becoming),
  call('sts:SetSourceIdentity', arnOf('RemediationRole'), foreignRole, becoming),
  call('sts:TagSession', arnOf('RemediationRole'), foreignRole, becoming),
  ...inSpokes(
    'remediation',
    { ...becoming, 'sts:ExternalId': 'an-external-id-of-ours' },
    'sts:AssumeRole',
    'sts:SetSourceIdentity',
    'sts:TagSession',
  ),
];

/** What a function looks at or sends beside the table, by its own role and through the endpoints. */
const others: Readonly<Record<string, readonly Intended[]>> = {
  'alarm-handler': [],
  analyzer: [
    call('cloudwatch:GetMetricData', '*'),
    any('cloudwatch:DescribeAlarmHistory', alarm),
    call('logs:FilterLogEvents', group, foreignGroup),
    call('bedrock:InvokeModel', `${model}/amazon.nova-lite-v1:0`, `${model}/amazon.nova-pro-v1:0`),
    call('bedrock:ApplyGuardrail', `arn:aws:bedrock:${here}:guardrail/gr1`, `arn:aws:bedrock:${here}:guardrail/gr2`),
    any('ecs:DescribeServices', `arn:aws:ecs:${here}:service/quay/storefront`),
    any('ecs:DescribeTasks', `arn:aws:ecs:${here}:task/quay/0a1b`),
    {
      ...any('ecs:ListTasks', `arn:aws:ecs:${here}:container-instance/quay/0a1b`, {
        'ecs:cluster': `arn:aws:ecs:${here}:cluster/quay`,
      }),
      neighborContext: { 'ecs:cluster': elsewhere(`arn:aws:ecs:${here}:cluster/quay`) },
    },
    call('cloudtrail:LookupEvents', '*'),
    call('xray:GetServiceGraph', '*'),
    any('rds:DescribeDBInstances', `arn:aws:rds:${here}:db:ledger`),
    call('rds:DescribeEvents', '*'),
    any('pi:DescribeDimensionKeys', `arn:aws:pi:${here}:metrics/rds/db-ABCDEFGHIJKL`),
    ...readingInSpokes,
  ],
  proposer: [
    call('ssm:GetParameters', `${switches}/mode`, `${switches}/emergency-stop`),
    ...readingInSpokes,
    ...awsSamples
      .flatMap(({ requests }) => requests)
      .filter((one) => isReading(one) && !/^(sqs|kinesis|dynamodb):/.test(one.action))
      .map(({ action, resource, context }) =>
        resource === '*' ? call(action, resource, undefined, context) : any(action, resource, context),
      ),
  ],
  notifier: [
    call('kms:GenerateMac', arnOf('LinkKey'), arnOf('ProofKey'), mac),
    call('sns:Publish', ref('NoticeTopic'), ref('OpsTopic')),
    call('sns:ListSubscriptionsByTopic', ref('NoticeTopic'), ref('OpsTopic')),
    call('sns:GetSubscriptionAttributes', '*'),
  ],
  'approval-api': [
    call('kms:VerifyMac', arnOf('LinkKey'), arnOf('ProofKey'), mac),
    call('kms:GenerateMac', arnOf('ProofKey'), arnOf('LinkKey'), mac),
    ...statuses.slice(0, 1).map((status) => inPartition('Query', status, `${table}/index/by-status`)),
  ],
  executor: [
    ...changing,
    ...readingInSpokes,
    call('ssm:GetParameters', `${switches}/mode`, `arn:aws:ssm:${here}:parameter/database/password`),
    call('ssm:GetParameters', `${switches}/execution/1234`, `${switches}/other`),
    call('dynamodb:DescribeTable', table, `arn:aws:dynamodb:${here}:table/carts`),
    {
      ...call('s3:ListBucket', arnOf('AuditBucket'), arnOf('ClaimBucket'), { 's3:prefix': 'records/inc-1/' }),
    },
    any('cloudwatch:DescribeAlarms', alarm),
  ],
  validator: [call('cloudwatch:GetMetricData', '*'), any('cloudwatch:DescribeAlarms', alarm), ...readingInSpokes],
  rollback: changing,
  timekeeper: [inPartition('Query', 'WAITING', `${table}/index/by-deadline`)],
  auditor: [
    call('kms:Sign', arnOf('SigningKey'), arnOf('ProofKey'), { 'kms:SigningAlgorithm': 'ECDSA_SHA_256' }),
    call('s3:PutObject', object('AuditBucket', 'records/inc-1/0'), object('ClaimBucket', 'claims/a1/0'), once),
    call('s3:GetObject', object('AuditBucket', 'records/inc-1/0'), object('ClaimBucket', 'claims/a1/0')),
    call('s3:ListBucket', arnOf('AuditBucket'), arnOf('ClaimBucket')),
  ],
  mcp: statuses.slice(0, 1).map((status) => inPartition('Query', status, `${table}/index/by-status`)),
};

/** The calls of a function that leave the VPC by an endpoint. */
export const intendedCalls = (name: string): Intended[] => [...items(name), ...(others[name] ?? [])];

/** What Lambda does for a function with its role, outside of the VPC. */
export const lambdasCalls = (name: string): Intended[] => {
  const [own, foreign] = [pascal(name), name === 'timekeeper' ? 'Auditor' : 'Timekeeper'];
  const stream = (id: string): string => arnOf(`${id}Logs`).replace(/\*$/, 'log-stream:live');
  return [
    call('logs:CreateLogStream', arnOf(`${own}Logs`), arnOf(`${foreign}Logs`)),
    call('logs:PutLogEvents', stream(own), stream(foreign)),
    call('sqs:SendMessage', arnOf(`${own}Failures`), arnOf(`${foreign}Failures`)),
  ];
};

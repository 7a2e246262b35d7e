import type { Place } from '../action.ts';

/** One property that Cloud Control may set, with everything a call on it needs. */
export type SettableProperty = {
  /** The CloudFormation type and the RFC 6901 pointer of the property below its `properties`. */
  type: string;
  path: string;
  /** The kind that evidence, policy and people know it by. */
  kind: string;
  /** What the identifier looks like; group 1 is the name that people know. */
  identifier: RegExp;
  /** What the identifier is called in the documentation of the type. */
  identifiedBy: string;
  unit: string;
  min: number;
  max: number;
  /** What Terraform calls the resource and the property, where both mean the same value. */
  terraform?: { type: string; argument: string };
  arn(name: string, place: Place): string;
  /** What the type's handlers call to read it and to set this property and no other. */
  calls: { read: readonly string[]; update: readonly string[] };
};

const arnOf = (service: string, resource: string, { partition, region, account }: Place): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

/**
 * All that `set-property` can set. A property belongs here when it is a number, is updated without replacement or
 * interruption, can be lowered again without losing what was there before, and every call of its handler that changes
 * something has an ARN in IAM. The shards of a Kinesis stream do not: `kinesis:UpdateShardCount` has none.
 *
 * `calls` is what `handlers` of the type's schema lists (`aws cloudformation describe-type`), less what an update of this
 * property does not need: of `read` all, of `update` nothing that sets tags, encryption or policies. Bounds are those
 * of the services; 40,000 is the default quota of a table.
 */
export const settableProperties: readonly [SettableProperty, ...SettableProperty[]] = [
  {
    type: 'AWS::SQS::Queue',
    path: '/VisibilityTimeout',
    kind: 'SqsQueue',
    identifier: /^https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/\d{12}\/([A-Za-z0-9_-]{1,80}(?:\.fifo)?)$/,
    identifiedBy: 'the URL of the queue',
    unit: 'seconds',
    min: 1,
    max: 43_200,
    terraform: { type: 'aws_sqs_queue', argument: 'visibility_timeout_seconds' },
    arn: (name, place) => arnOf('sqs', name, place),
    calls: { read: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags'], update: ['sqs:SetQueueAttributes'] },
  },
  {
    type: 'AWS::Kinesis::Stream',
    path: '/RetentionPeriodHours',
    kind: 'KinesisStream',
    identifier: /^([A-Za-z0-9_.-]{1,128})$/,
    identifiedBy: 'the name of the stream',
    unit: 'hours',
    min: 24,
    max: 8760,
    arn: (name, place) => arnOf('kinesis', `stream/${name}`, place),
    calls: {
      read: ['kinesis:DescribeStreamSummary', 'kinesis:ListTagsForStream', 'kinesis:ListTagsForResource'],
      update: ['kinesis:IncreaseStreamRetentionPeriod', 'kinesis:DecreaseStreamRetentionPeriod'],
    },
  },
  {
    type: 'AWS::DynamoDB::Table',
    path: '/ProvisionedThroughput/ReadCapacityUnits',
    kind: 'DynamoTable',
    identifier: /^([A-Za-z0-9_.-]{3,255})$/,
    identifiedBy: 'the name of the table',
    unit: 'units',
    min: 1,
    max: 40_000,
    arn: (name, place) => arnOf('dynamodb', `table/${name}`, place),
    calls: {
      read: [
        'dynamodb:DescribeTable',
        'dynamodb:DescribeContinuousBackups',
        'dynamodb:DescribeContributorInsights',
        'dynamodb:DescribeKinesisStreamingDestination',
        'dynamodb:ListTagsOfResource',
        'dynamodb:GetResourcePolicy',
      ],
      update: ['dynamodb:UpdateTable', 'dynamodb:DescribeTimeToLive'],
    },
  },
];

import * as z from 'zod';
import { newResource } from './planting.ts';
import { type Proof, proves } from './proof.ts';
import { everyValue, ofType, refersTo, type Resource, resource } from './template.ts';

const Sse = z.looseObject({ SSEEnabled: z.literal(true), SSEType: z.literal('KMS'), KMSMasterKeyId: z.unknown() });
const BucketRules = z.looseObject({
  ServerSideEncryptionConfiguration: z.tuple([
    z.looseObject({
      ServerSideEncryptionByDefault: z.looseObject({ SSEAlgorithm: z.literal('aws:kms'), KMSMasterKeyID: z.unknown() }),
    }),
  ]),
});

/** The key by which each kind of store is encrypted, as the resource names it. */
const keyOf: Readonly<Record<string, (properties: Resource['Properties']) => unknown>> = {
  'AWS::CloudTrail::Trail': ({ KMSKeyId }) => KMSKeyId,
  'AWS::DynamoDB::Table': ({ SSESpecification }) => Sse.safeParse(SSESpecification).data?.KMSMasterKeyId,
  'AWS::Events::Archive': ({ KmsKeyIdentifier }) => KmsKeyIdentifier,
  'AWS::Events::EventBus': ({ KmsKeyIdentifier }) => KmsKeyIdentifier,
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
  'AWS::S3::Bucket': ({ BucketEncryption }) =>
    BucketRules.safeParse(BucketEncryption).data?.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault
      .KMSMasterKeyID,
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
};

/** Kinds of resources that keep nothing of ours: settings, permissions, and what only passes things on. */
const keepsNothing = new Set([
  'AWS::ApiGateway::Account',
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::EC2::FlowLog',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCEndpoint',
  'AWS::EKS::AccessEntry',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::IAM::RolePolicy',
  'AWS::KMS::Key',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  'AWS::Logs::ResourcePolicy',
  'AWS::Logs::SubscriptionFilter',
  'AWS::Pipes::Pipe',
  'AWS::Route53Resolver::FirewallDomainList',
  'AWS::Route53Resolver::FirewallRuleGroup',
  'AWS::Route53Resolver::FirewallRuleGroupAssociation',
  'AWS::Route53Resolver::ResolverQueryLoggingConfig',
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

const encrypted: Proof = {
  promise:
    'every store is encrypted by a key of ours that turns over, and every kind of resource is known to be one or not',
  broken: (template) =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
      if (keepsNothing.has(Type)) return [];
      const read = keyOf[Type];
      if (read === undefined) return [`${id}: decide whether ${Type} keeps anything, and say so in stores.test.ts`];
      const key = template.Resources[refersTo(read(Properties)) ?? ''];
      if (key?.Type !== 'AWS::KMS::Key') return [`${id} is not encrypted by a key of ours`];
      return key.Properties['EnableKeyRotation'] === true ? [] : [`the key of ${id} does not turn over`];
    }),
};

proves(
  encrypted,
  {
    fault: 'a table by the key of DynamoDB',
    patch: [{ op: 'replace', path: '/Resources/Table/Properties/SSESpecification', value: { SSEEnabled: true } }],
    said: 'Table is not encrypted',
  },
  {
    fault: 'a bucket by the key of S3',
    patch: [
      {
        op: 'replace',
        path: '/Resources/ClaimBucket/Properties/BucketEncryption/ServerSideEncryptionConfiguration/0',
        value: { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
      },
    ],
    said: 'ClaimBucket is not encrypted',
  },
  {
    fault: 'a topic without a key',
    patch: [{ op: 'remove', path: '/Resources/NoticeTopic/Properties/KmsMasterKeyId' }],
    said: 'NoticeTopic is not encrypted',
  },
  {
    fault: 'a key that stays the same',
    patch: [{ op: 'replace', path: '/Resources/LogKey/Properties/EnableKeyRotation', value: false }],
    said: 'the key of ExecutorLogs does not turn over',
  },
  {
    fault: 'a kind of store that nobody thought of',
    patch: [newResource('Cache', 'AWS::ElastiCache::ServerlessCache')],
    said: 'decide whether AWS::ElastiCache::ServerlessCache keeps anything',
  },
);

const Closed = z.looseObject({
  VersioningConfiguration: z.object({ Status: z.literal('Enabled') }),
  OwnershipControls: z.object({ Rules: z.tuple([z.object({ ObjectOwnership: z.literal('BucketOwnerEnforced') })]) }),
  PublicAccessBlockConfiguration: z.object({
    BlockPublicAcls: z.literal(true),
    BlockPublicPolicy: z.literal(true),
    IgnorePublicAcls: z.literal(true),
    RestrictPublicBuckets: z.literal(true),
  }),
});

const closed: Proof = {
  promise: 'every bucket is private, forgets no version and knows one owner',
  broken: (template) =>
    ofType('AWS::S3::Bucket', template).flatMap(({ id, Properties }) =>
      (Closed.safeParse(Properties).error?.issues ?? []).map(({ path }) => `${id}: ${path.join('.')}`),
    ),
};

proves(
  closed,
  {
    fault: 'a bucket that may become public',
    patch: [
      {
        op: 'remove',
        path: '/Resources/AuditFailureBucket/Properties/PublicAccessBlockConfiguration/BlockPublicPolicy',
      },
    ],
    said: 'AuditFailureBucket: PublicAccessBlockConfiguration.BlockPublicPolicy',
  },
  {
    fault: 'a bucket that a put writes over',
    patch: [{ op: 'remove', path: '/Resources/AuditFailureBucket/Properties/VersioningConfiguration' }],
    said: 'AuditFailureBucket: VersioningConfiguration',
  },
  {
    fault: 'objects that belong to whoever put them',
    patch: [{ op: 'remove', path: '/Resources/TrailBucket/Properties/OwnershipControls' }],
    said: 'TrailBucket: OwnershipControls',
  },
);

/** What links and proofs are made with goes with the stack, but not when it is replaced: what it made may still be asked for. */
const replaced = ['LinkKey', 'ProofKey'];

const lasting: Proof = {
  promise: 'buckets, the table and the keys of what lasts outlive the stack, and their replacement as well',
  broken: (template) =>
    ['AWS::S3::Bucket', 'AWS::DynamoDB::Table']
      .flatMap((type) => ofType(type, template).map(({ id }) => id))
      .concat('TableKey', 'BucketKey', 'SigningKey', ...replaced)
      .flatMap((id) => {
        const { DeletionPolicy, UpdateReplacePolicy } = resource(id, template);
        return [
          ...(DeletionPolicy === 'Retain' || replaced.includes(id) ? [] : [`${id} goes with the stack`]),
          ...(UpdateReplacePolicy === 'Retain' ? [] : [`${id} goes when it is replaced`]),
        ];
      }),
};

proves(
  lasting,
  {
    fault: 'a signing key that is deleted for a new one',
    patch: [{ op: 'remove', path: '/Resources/SigningKey/UpdateReplacePolicy' }],
    said: 'SigningKey goes when it is replaced',
  },
  {
    fault: 'records that were given up and go with the stack',
    patch: [{ op: 'remove', path: '/Resources/AuditFailureBucket/DeletionPolicy' }],
    said: 'AuditFailureBucket goes with the stack',
  },
);

const Choices = z.looseObject({ AllowedValues: z.array(z.number().positive()), Default: z.number().positive() });

const kept: Proof = {
  promise: 'every log group keeps events for as long as LogRetentionDays says, which is never for ever',
  broken: (template) => [
    ...ofType('AWS::Logs::LogGroup', template).flatMap(({ id, Properties }) =>
      refersTo(Properties['RetentionInDays']) === 'LogRetentionDays' ? [] : [`${id} keeps events for ever`],
    ),
    ...(Choices.safeParse(template.Parameters['LogRetentionDays']).success ? [] : ['LogRetentionDays takes anything']),
  ],
};

proves(
  kept,
  {
    fault: 'a log group without a retention',
    patch: [{ op: 'remove', path: '/Resources/AuditorLogs/Properties/RetentionInDays' }],
    said: 'AuditorLogs keeps events for ever',
  },
  {
    fault: 'a retention that may be anything',
    patch: [{ op: 'remove', path: '/Parameters/LogRetentionDays/AllowedValues' }],
    said: 'LogRetentionDays takes anything',
  },
);

const cached: Proof = {
  promise: 'the API keeps no answer',
  broken: (template) =>
    ofType('AWS::ApiGateway::Stage', template).flatMap(({ id, Properties }) =>
      everyValue(Properties).some(
        (part) => z.looseObject({ CachingEnabled: z.literal(true) }).safeParse(part).success,
      ) || Properties['CacheClusterEnabled'] === true
        ? [`${id} keeps answers`]
        : [],
    ),
};

proves(cached, {
  fault: 'a stage with a cache',
  patch: [{ op: 'add', path: '/Resources/ApprovalApiliveStage/Properties/CacheClusterEnabled', value: true }],
  said: 'ApprovalApiliveStage keeps answers',
});

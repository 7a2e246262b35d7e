import * as z from 'zod';
import { contentPrefixes } from '../../core/audit/stream.ts';
import { eventPattern } from '../../local/engine/pattern.ts';
import { concrete } from './concrete.ts';
import { type Fault, proves } from './proof.ts';
import { policyOf, type Statement } from './statements.ts';
import { everyValue, ofType, refersTo, resource, type Template, transformed } from './template.ts';

const mappingId = 'AuditorFunctionRecorded';
const at = (id: string, path: string) => `/Resources/${id}/Properties/${path}`;

/** What a bucket policy denies to everybody for an action, by the conditions under which it does. */
const denied = (template: Template, bucket: string, action: string): Statement['Condition'][] =>
  policyOf(resource(`${bucket}Policy`, template)).flatMap(({ Effect, Principal, Action, Condition }) =>
    Effect === 'Deny' && Principal === '*' && Action.includes(action) ? [Condition] : [],
  );
const cannotBeDeleted = (template: Template, bucket: string): string[] =>
  ['s3:DeleteObject', 's3:DeleteObjectVersion'].flatMap((action) =>
    denied(template, bucket, action).some((condition) => Object.keys(condition).length === 0)
      ? []
      : [`${bucket}: ${action} is not denied to everybody`],
  );
const unless = (holds: boolean, broken: string): string[] => (holds ? [] : [broken]);

// ---- what reaches the auditor ------------------------------------------------------------------------------------------

const Mapping = z.object({
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }),
  BisectBatchOnFunctionError: z.boolean(),
  MaximumRetryAttempts: z.int(),
  MaximumRecordAgeInSeconds: z.int(),
  FunctionResponseTypes: z.array(z.string()),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.unknown() }) }),
});
const mapping = (template: Template) => Mapping.parse(resource(mappingId, template).Properties);

const ttl = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
const record = (eventName: string, pk: string, sk: string, userIdentity?: object) => ({
  eventName,
  ...(userIdentity === undefined ? {} : { userIdentity }),
  dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } },
});
const wanted = [
  ...['INSERT', 'MODIFY', 'REMOVE'].flatMap((name) => [
    record(name, 'INCIDENT#inc-1', 'T#0000001'),
    record(name, 'AUDIT#2026-11-20T10', 'a1'),
  ]),
  ...contentPrefixes.map((prefix) => record('REMOVE', `${prefix}1`, 'x', ttl)),
];
const unwanted = [
  record('INSERT', 'APPROVAL#1', 'a1'),
  record('MODIFY', 'INCIDENT#inc-1', 'STATE'),
  record('REMOVE', 'EVIDENCE#inc-1', 'PACK'),
  record('REMOVE', 'IDEMPOTENCY#analyzer', 'x', ttl),
  record('REMOVE', 'LEASE#x', 'HELD'),
];
const shipped = mapping(transformed).FilterCriteria.Filters;
const filterAt = (has: string): string =>
  at(mappingId, `FilterCriteria/Filters/${shipped.findIndex(({ Pattern }) => Pattern.includes(has))}`);

proves(
  {
    promise: 'the auditor reads every inserted, tampered and expired item that it records, and nothing else',
    broken: (template) => {
      const patterns = mapping(template).FilterCriteria.Filters.map(({ Pattern }) =>
        eventPattern(z.record(z.string(), z.unknown()).parse(JSON.parse(Pattern))),
      );
      const passes = (one: object) => patterns.some((matches) => matches(one));
      const name = (one: (typeof wanted)[number]) =>
        `${one.eventName} ${one.dynamodb.Keys.pk.S} ${one.dynamodb.Keys.sk.S}${'userIdentity' in one ? ' by its time to live' : ''}`;
      return [
        ...wanted.filter((one) => !passes(one)).map((one) => `is not read: ${name(one)}`),
        ...unwanted.filter(passes).map((one) => `is read in vain: ${name(one)}`),
      ];
    },
  },
  {
    fault: 'a filter for insertions only',
    patch: [
      {
        op: 'replace',
        path: `${filterAt('T#')}/Pattern`,
        value: '{"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "T#"}]}}}}',
      },
    ],
    said: 'is not read: MODIFY INCIDENT#inc-1 T#0000001',
  },
  {
    fault: 'no filter for what expired',
    patch: [{ op: 'remove', path: filterAt('userIdentity') }],
    said: 'is not read: REMOVE EVIDENCE#1 x by its time to live',
  },
  {
    fault: 'a filter that takes every removal for an expiry',
    patch: [{ op: 'add', path: `${filterAt('userIdentity')}/Pattern`, value: '{"eventName": ["REMOVE"]}' }],
    said: 'is read in vain: REMOVE EVIDENCE#inc-1 PACK',
  },
);

proves(
  {
    promise: 'a record that the auditor cannot write is given up after finite retries, whole, and an alarm says so',
    broken: (template) => {
      const { DestinationConfig, ...reads } = mapping(template);
      const bucket = refersTo(DestinationConfig.OnFailure.Destination) ?? '';
      const told = ofType('AWS::Events::Rule', template).filter(({ Properties }) =>
        everyValue(Properties['EventPattern']).some((value) => refersTo(value) === bucket),
      );
      const queues = told.flatMap(({ Properties }) =>
        everyValue(Properties['Targets']).flatMap((one) => refersTo(one) ?? []),
      );
      const watched = ofType('AWS::CloudWatch::Alarm', template).some(({ Properties }) =>
        everyValue(Properties['Dimensions']).some((value) => queues.includes(refersTo(value) ?? '')),
      );
      return [
        ...unless(reads.MaximumRetryAttempts >= 0 && reads.MaximumRetryAttempts <= 20, 'the retries have no end'),
        ...unless(
          reads.MaximumRecordAgeInSeconds > 0 && reads.MaximumRecordAgeInSeconds < 86_400,
          'the age has no end',
        ),
        ...unless(reads.BisectBatchOnFunctionError, 'a bad record takes its batch with it'),
        ...unless(reads.FunctionResponseTypes.includes('ReportBatchItemFailures'), 'the whole batch is repeated'),
        ...unless(
          template.Resources[bucket]?.Type === 'AWS::S3::Bucket',
          'what is given up does not go to a bucket, so without its content',
        ),
        ...unless(queues.length > 0 && watched, 'no alarm sees what was given up'),
        ...unless(
          JSON.stringify(template.Resources[bucket]?.Properties['NotificationConfiguration']) ===
            '{"EventBridgeConfiguration":{"EventBridgeEnabled":true}}',
          'the bucket says nothing of what it gets',
        ),
      ];
    },
  },
  {
    fault: 'a queue, which gets only the place of the record',
    patch: [
      {
        op: 'replace',
        path: at(mappingId, 'DestinationConfig/OnFailure/Destination'),
        value: { 'Fn::GetAtt': ['AuditorFailures', 'Arn'] },
      },
    ],
    said: 'does not go to a bucket',
  },
  {
    fault: 'endless retries',
    patch: [{ op: 'replace', path: at(mappingId, 'MaximumRetryAttempts'), value: -1 }],
    said: 'the retries have no end',
  },
  {
    fault: 'nobody who is told',
    patch: [{ op: 'remove', path: '/Resources/AuditRecordGivenUp' }],
    said: 'no alarm sees',
  },
  {
    fault: 'a bucket that tells nobody',
    patch: [{ op: 'remove', path: at('AuditFailureBucket', 'NotificationConfiguration') }],
    said: 'the bucket says nothing',
  },
);

const failureWriters: Fault['patch'] = [
  { op: 'remove', path: at('AuditFailureBucketPolicy', 'PolicyDocument/Statement/0') },
];
proves(
  {
    promise: 'what was given up is put by the auditor alone and deleted by nobody',
    broken: (template) => [
      ...cannotBeDeleted(template, 'AuditFailureBucket'),
      ...unless(
        denied(template, 'AuditFailureBucket', 's3:PutObject').some(
          ({ ArnNotEquals }) => refersTo(ArnNotEquals?.['aws:PrincipalArn']) === 'AuditorRole',
        ),
        'AuditFailureBucket: others may put',
      ),
      ...unless(
        resource('AuditFailureBucket', template).Properties['LifecycleConfiguration'] === undefined,
        'AuditFailureBucket: a lifecycle forgets',
      ),
    ],
  },
  { fault: 'a bucket that anybody writes', patch: failureWriters, said: 'others may put' },
  {
    fault: 'a delete that is permitted',
    patch: [{ op: 'remove', path: at('AuditFailureBucketPolicy', 'PolicyDocument/Statement/1') }],
    said: 's3:DeleteObject is not denied',
  },
);

// ---- CloudTrail -------------------------------------------------------------------------------------------------------

const TrailProperties = z.object({
  S3BucketName: z.unknown(),
  IsLogging: z.boolean(),
  IsMultiRegionTrail: z.boolean().default(false),
  IncludeGlobalServiceEvents: z.boolean().default(false),
  EnableLogFileValidation: z.boolean().default(false),
  AdvancedEventSelectors: z.unknown(),
});
const trailArn = 'arn:aws:cloudtrail:eu-central-1:123456789012:trail/sovereign-ops-audit';

proves(
  {
    promise: 'CloudTrail records every region, with validated log files and what touched the audit',
    broken: (template) => {
      const trail = TrailProperties.parse(resource('Trail', template).Properties);
      const seen = JSON.stringify(concrete(trail.AdvancedEventSelectors, {}, template));
      const of = (id: string) => `"${z.string().parse(concrete({ 'Fn::GetAtt': [id, 'Arn'] }, {}, template))}`;
      return [
        ...unless(trail.IsLogging, 'the trail does not log'),
        ...unless(trail.IsMultiRegionTrail, 'the trail sees one region'),
        ...unless(trail.IncludeGlobalServiceEvents, 'the trail misses IAM and STS'),
        ...unless(trail.EnableLogFileValidation, 'nobody could tell a changed log file'),
        ...unless(refersTo(trail.S3BucketName) === 'TrailBucket', 'the log files go elsewhere'),
        ...unless(seen.includes('["Management"]'), 'the trail misses management events'),
        ...['AuditBucket', 'ClaimBucket', 'AuditFailureBucket', 'Table', 'AuditorFunction'].flatMap((id) =>
          unless(seen.includes(of(id)), `the trail misses ${id}`),
        ),
      ];
    },
  },
  {
    fault: 'validation off',
    patch: [{ op: 'replace', path: at('Trail', 'EnableLogFileValidation'), value: false }],
    said: 'changed log file',
  },
  { fault: 'a single region', patch: [{ op: 'remove', path: at('Trail', 'IsMultiRegionTrail') }], said: 'one region' },
  {
    fault: 'no logging',
    patch: [{ op: 'replace', path: at('Trail', 'IsLogging'), value: false }],
    said: 'does not log',
  },
  {
    fault: 'no events of objects',
    patch: [{ op: 'remove', path: at('Trail', 'AdvancedEventSelectors/1') }],
    said: 'misses ClaimBucket',
  },
);

proves(
  {
    promise: "CloudTrail's files are locked like the audit, put by CloudTrail alone and deleted by nobody",
    broken: (template) => {
      const bucket = resource('TrailBucket', template);
      const Lock = z.object({
        ObjectLockEnabled: z.literal(true),
        ObjectLockConfiguration: z.object({
          Rule: z.object({
            DefaultRetention: z.object({
              Mode: z.literal('COMPLIANCE'),
              Days: z.object({
                'Fn::If': z.tuple([
                  z.literal('IsDemo'),
                  z.literal(1),
                  z.object({ Ref: z.literal('AuditRetentionDays') }),
                ]),
              }),
            }),
          }),
        }),
      });
      const statements = policyOf(resource('TrailBucketPolicy', template));
      const isOfTrail = (condition: unknown) => concrete(condition, {}, template) === trailArn;
      const open = statements.filter(
        ({ Effect, Condition }) => Effect === 'Allow' && !isOfTrail(Condition['StringEquals']?.['aws:SourceArn']),
      );
      return [
        ...unless(Lock.safeParse(bucket.Properties).success, 'TrailBucket: no lock in compliance mode'),
        ...unless(bucket.DeletionPolicy === 'Retain', 'TrailBucket: goes with the stack'),
        ...unless(bucket.Properties['LifecycleConfiguration'] === undefined, 'TrailBucket: a lifecycle forgets'),
        ...cannotBeDeleted(template, 'TrailBucket'),
        ...open.map(({ Sid }) => `TrailBucket: ${Sid} allows more than this trail`),
        ...unless(
          denied(template, 'TrailBucket', 's3:PutObject').some(({ StringNotEquals }) =>
            isOfTrail(StringNotEquals?.['aws:SourceArn']),
          ),
          'TrailBucket: others may put',
        ),
      ];
    },
  },
  {
    fault: 'a bucket without lock',
    patch: [{ op: 'remove', path: at('TrailBucket', 'ObjectLockConfiguration') }],
    said: 'no lock',
  },
  {
    fault: 'a lock that some may lift',
    patch: [
      {
        op: 'replace',
        path: at('TrailBucket', 'ObjectLockConfiguration/Rule/DefaultRetention/Mode'),
        value: 'GOVERNANCE',
      },
    ],
    said: 'no lock',
  },
  {
    fault: 'a delete that is permitted',
    patch: [{ op: 'remove', path: at('TrailBucketPolicy', 'PolicyDocument/Statement/3') }],
    said: 's3:DeleteObjectVersion is not denied',
  },
  {
    fault: 'a CloudTrail of anybody',
    patch: [{ op: 'remove', path: at('TrailBucketPolicy', 'PolicyDocument/Statement/1/Condition') }],
    said: 'CloudTrailDelivers allows more',
  },
  {
    fault: 'writers beside CloudTrail',
    patch: [{ op: 'remove', path: at('TrailBucketPolicy', 'PolicyDocument/Statement/2') }],
    said: 'others may put',
  },
);

import * as z from 'zod';
import { contentPrefixes } from '../../core/audit/stream.ts';
import { eventPattern } from '../../local/engine/pattern.ts';
import { propertyAt } from './planting.ts';
import { proves, unless } from './proof.ts';
import { everyValue, ofType, refersTo, resource, type Template, transformed } from './template.ts';

const mappingId = 'AuditorFunctionRecorded';

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
  propertyAt(mappingId, `FilterCriteria/Filters/${shipped.findIndex(({ Pattern }) => Pattern.includes(has))}`);

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
        path: propertyAt(mappingId, 'DestinationConfig/OnFailure/Destination'),
        value: { 'Fn::GetAtt': ['AuditorFailures', 'Arn'] },
      },
    ],
    said: 'does not go to a bucket',
  },
  {
    fault: 'endless retries',
    patch: [{ op: 'replace', path: propertyAt(mappingId, 'MaximumRetryAttempts'), value: -1 }],
    said: 'the retries have no end',
  },
  {
    fault: 'nobody who is told',
    patch: [{ op: 'remove', path: '/Resources/AuditRecordGivenUp' }],
    said: 'no alarm sees',
  },
  {
    fault: 'a bucket that tells nobody',
    patch: [{ op: 'remove', path: propertyAt('AuditFailureBucket', 'NotificationConfiguration') }],
    said: 'the bucket says nothing',
  },
);

import * as z from 'zod';
import { concrete } from './concrete.ts';
import { statementAt } from './planting.ts';
import { type Fault, type Proof, proves, provesOf } from './proof.ts';
import { spokeText } from './spoke.ts';
import { allStatementsOf, type Owned } from './statements.ts';
import { everyValue, ofType, refersTo, type Template } from './template.ts';

/** Kinds of resources whose own policy can let in whoever it names; endpoints, the bus and the API have proofs of their own. */
const kinds = new Set([
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Logs::ResourcePolicy',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);
const letIn = (template: Template): Owned[] =>
  allStatementsOf(template).filter(({ owner, Effect }) => kinds.has(owner.Type) && Effect === 'Allow');
const named = ({ owner, Sid }: Owned): string => `${owner.id}: ${Sid ?? 'its trust'}`;

const one = z.union([z.string(), z.record(z.string(), z.unknown())]);
const some = z.union([one.transform((single) => [single]), z.array(one)]).default([]);
/** Nothing but these two: neither everybody nor a federation. */
const Principals = z.strictObject({ AWS: some, Service: some });

/** What an account passes as principals, which spoke.test.ts compares. */
const fromTheHub = ['ReaderRoleArns', 'ExecutorRoleArn', 'RollbackRoleArn'];

const known: Proof = {
  promise: 'no key, bucket, queue, topic, log group or role lets in anybody but our roles, this account and services',
  broken: (template) =>
    letIn(template).flatMap((statement) => {
      const found = Principals.safeParse(statement.Principal);
      if (!found.success) return [`${named(statement)} lets in ${JSON.stringify(statement.Principal)}`];
      const isAccount = (who: unknown): boolean =>
        statement.owner.Type === 'AWS::KMS::Key' && concrete(who, {}, template) === 'arn:aws:iam::123456789012:root';
      const isRole = (who: unknown): boolean =>
        template.Resources[refersTo(who) ?? '']?.Type === 'AWS::IAM::Role' || fromTheHub.includes(refersTo(who) ?? '');
      const isService = (who: unknown): boolean =>
        /^[a-z.0-9-]+\.amazonaws\.com$/.test(String(concrete(who, {}, template)));
      return [
        ...found.data.AWS.filter((who) => !isAccount(who) && !isRole(who)),
        ...found.data.Service.filter((who) => !isService(who)),
      ].map((who) => `${named(statement)} lets in ${JSON.stringify(who)}`);
    }),
};

const open = (id: string, sid: string): Fault => ({
  fault: `everybody at ${id}`,
  patch: [{ op: 'replace', path: `${statementAt(id, sid)}/Principal`, value: '*' }],
  said: `${id}: ${sid} lets in "*"`,
});

proves(
  known,
  open('SigningKey', 'AccountAdministersTheKey'),
  open('TableKey', 'FunctionsReadAndWriteTheTable'),
  open('FailureQueuesPolicy', 'RulesOfThisAccount'),
  open('NoticesComeFromTheNotifier', 'NotifierPublishes'),
  open('TrailBucketPolicy', 'CloudTrailDelivers'),
  {
    fault: 'the account as such as a writer of notices',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('NoticesComeFromTheNotifier', 'NotifierPublishes')}/Principal/AWS`,
        value: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' },
      },
    ],
    said: 'NoticesComeFromTheNotifier: NotifierPublishes lets in',
  },
  {
    fault: 'another account at a key',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('BucketKey', 'PeopleWhoMayReadTheTrailThroughS3')}/Principal/AWS`,
        value: 'arn:aws:iam::210987654321:root',
      },
    ],
    said: 'BucketKey: PeopleWhoMayReadTheTrailThroughS3 lets in "arn:aws:iam::210987654321:root"',
  },
);

/** What says for whom a service calls. */
const sources = ['aws:SourceArn', 'aws:SourceAccount', 'kms:EncryptionContext:aws:logs:arn'];
/** Lambda and API Gateway say it in no trust, EventBridge in no call of a key: template.yaml. */
const silent = [/Role: its trust (lambda|apigateway)\./, /^MessageKey: ServicesThatDeliver /];

const bound: Proof = {
  promise: 'a service is let in for this account only, where it says for whom it calls',
  broken: (template) =>
    letIn(template).flatMap((statement) => {
      const services = Principals.safeParse(statement.Principal).data?.Service ?? [];
      const values = Object.values(statement.Condition).flatMap((keys) =>
        Object.entries(keys).flatMap(([key, value]) =>
          sources.includes(key) ? everyValue(concrete(value, {}, template)) : [],
        ),
      );
      // The policy of a log group is text, with the account still to be put in.
      const isOurs = (value: unknown): boolean =>
        typeof value !== 'string' || /(^|:)(123456789012|\$\{AWS::AccountId\})(:|$)/.test(value);
      if (values.length > 0 && values.every(isOurs)) return [];
      return services
        .map((service) => `${named(statement)} ${String(concrete(service, {}, template))} may call for anybody`)
        .filter((said) => !silent.some((exception) => exception.test(said)));
    }),
};

const forAnybody = (id: string, sid: string, service: string, chosen = ''): Fault => ({
  fault: `${service} at ${id} for any account`,
  patch: [{ op: 'remove', path: `${statementAt(id, sid)}${chosen}/Condition` }],
  said: `${id}: ${sid} ${service}.amazonaws.com may call for anybody`,
});

proves(
  bound,
  forAnybody('BucketKey', 'CloudTrailForItsLogFiles', 'cloudtrail', '/Fn::If/1'),
  forAnybody('LogKey', 'CloudWatchLogsForOurLogGroups', 'logs.eu-central-1'),
  forAnybody('MessageKey', 'TheBusAndItsArchive', 'events'),
  forAnybody('CloudWatchPublishes', 'AlarmsOfThisAccount', 'cloudwatch'),
  forAnybody('FailureQueuesPolicy', 'RulesOfThisAccount', 'events'),
  forAnybody('FailureQueuesPolicy', 'AlarmsThatCouldNotBeDelivered', 'sns'),
  {
    fault: 'a Pipe of any account',
    patch: [
      { op: 'remove', path: '/Resources/StepPipeRole/Properties/AssumeRolePolicyDocument/Statement/0/Condition' },
    ],
    said: 'StepPipeRole: its trust pipes.amazonaws.com may call for anybody',
  },
);

const through: Proof = {
  promise: 'a key is used through the service that it is for, or by the algorithm that it is for',
  broken: (template) =>
    letIn(template)
      .filter(({ owner, Principal }) => owner.Type === 'AWS::KMS::Key' && 'AWS' in Object(Principal))
      .flatMap((statement) => {
        const { Action, Condition } = statement;
        const asks = (key: string): boolean => Condition['StringEquals']?.[key] !== undefined;
        return Action.filter((action) => /crypt|DataKey|CreateGrant|Mac$|:Sign$/.test(action))
          .filter((action) => {
            if (action.endsWith('Mac')) return !asks('kms:MacAlgorithm');
            return action.endsWith(':Sign') ? !asks('kms:SigningAlgorithm') : !asks('kms:ViaService');
          })
          .map((action) => `${named(statement)}: ${action} is bound to nothing`);
      }),
};

const unbound = (id: string, sid: string, action: string): Fault => ({
  fault: `${action} at ${id} by any way`,
  patch: [{ op: 'remove', path: `${statementAt(id, sid)}/Condition` }],
  said: `${id}: ${sid}: ${action} is bound to nothing`,
});

proves(
  through,
  unbound('TableKey', 'FunctionsReadAndWriteTheTable', 'kms:Decrypt'),
  unbound('BucketKey', 'TheThreeThatPutObjects', 'kms:GenerateDataKey'),
  unbound('MessageKey', 'FunctionsHandOverFailuresAndNotices', 'kms:Decrypt'),
  unbound('ProofKey', 'ApprovalApiGenerates', 'kms:GenerateMac'),
  unbound('SigningKey', 'AuditorSigns', 'kms:Sign'),
);

/** What each kind of store must not take, or give, in plain. */
const plain = [
  ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Bucket', ['s3:PutObject', 's3:GetObject']],
  ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues', ['sqs:SendMessage']],
] as const;

const wrapped: Proof = {
  promise: 'buckets and queues take and give nothing in plain',
  broken: (template) =>
    plain.flatMap(([store, policy, of, actions]) =>
      ofType(store, template).flatMap(({ id }) => {
        const denials = allStatementsOf(template).filter(
          ({ owner, Effect, Principal, Condition }) =>
            owner.Type === policy &&
            everyValue(owner.Properties[of]).some((value) => refersTo(value) === id) &&
            Effect === 'Deny' &&
            Principal === '*' &&
            JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
        );
        return actions
          .filter(
            (action) => !denials.some(({ Action }) => Action.some((denied) => [action, 'sqs:*'].includes(denied))),
          )
          .map((action) => `${id}: ${action} in plain`);
      }),
    ),
};

proves(
  wrapped,
  {
    fault: 'an audit bucket that is read in plain',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('AuditBucketPolicy', 'OnlyEncryptedTransport')}/Action`,
        value: 's3:PutObject',
      },
    ],
    said: 'AuditBucket: s3:GetObject in plain',
  },
  ...['ClaimBucket', 'AuditFailureBucket', 'TrailBucket'].map(
    (id): Fault => ({
      fault: `${id} without a word about transport`,
      patch: [{ op: 'remove', path: statementAt(`${id}Policy`, 'OnlyEncryptedTransport') }],
      said: `${id}: s3:PutObject in plain`,
    }),
  ),
  {
    fault: 'queues that take messages in plain',
    patch: [{ op: 'remove', path: statementAt('FailureQueuesPolicy', 'OnlyEncrypted') }],
    said: 'ExecutorFailures: sqs:SendMessage in plain',
  },
  {
    fault: 'a queue that no policy is about',
    patch: [{ op: 'remove', path: '/Resources/FailureQueuesPolicy/Properties/Queues/0' }],
    said: 'AlarmHandlerFailures: sqs:SendMessage in plain',
  },
);

const inSpoke = (id: string, document: string, change: object): Fault['patch'] => [
  { op: 'replace', path: `/Resources/${id}/Properties/${document}/Statement/0/Principal`, value: change },
];
provesOf(spokeText, known, {
  fault: 'everybody at the queue of a spoke',
  patch: inSpoke('ForwardingFailuresPolicy', 'PolicyDocument', { AWS: '*' }),
  said: 'ForwardingFailuresPolicy: OnlyOurRule lets in "*"',
});
provesOf(spokeText, bound, {
  fault: 'EventBridge for any account',
  patch: [
    { op: 'remove', path: '/Resources/ForwardingRole/Properties/AssumeRolePolicyDocument/Statement/0/Condition' },
  ],
  said: 'ForwardingRole: EventBridgeForThisAccount events.amazonaws.com may call for anybody',
});
provesOf(spokeText, wrapped, {
  fault: 'a queue that takes messages in plain',
  patch: [{ op: 'remove', path: '/Resources/ForwardingFailuresPolicy/Properties/PolicyDocument/Statement/1' }],
  said: 'ForwardingFailures: sqs:SendMessage in plain',
});

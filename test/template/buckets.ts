import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { concrete } from './concrete.ts';
import { type Proof, unless } from './proof.ts';
import { policyOf, type Statement } from './statements.ts';
import { everyValue, ofType, refersTo, resource, type Template } from './template.ts';

type Condition = Statement['Condition'];

const rolesIn = (condition: unknown): string[] => everyValue(condition).flatMap((one) => refersTo(one) ?? []);
const byRoles =
  (...roles: string[]) =>
  ({ ArnNotEquals }: Condition): boolean =>
    rolesIn(ArnNotEquals?.['aws:PrincipalArn']).join() === roles.join();
const ourTrail = 'arn:aws:cloudtrail:eu-central-1:123456789012:trail/sovereign-ops-audit';
const isOurTrail = (source: unknown, template: Template): boolean => concrete(source, {}, template) === ourTrail;

/** What is asked of a bucket: who is spared by the denial to put, how it is locked, whether a key is put once. */
type Kept = {
  isWriter: (condition: Condition, template: Template) => boolean;
  /** The parameter of its lock; without one it has none. */
  days?: string;
  /** Whether its writers may put each key once only. */
  once?: true;
};
const kept: Readonly<Record<string, Kept>> = {
  AuditBucket: { isWriter: byRoles('AuditorRole'), days: 'AuditRetentionDays', once: true },
  ClaimBucket: { isWriter: byRoles('ExecutorRole', 'RollbackRole'), days: 'ClaimRetentionDays', once: true },
  AuditFailureBucket: { isWriter: byRoles('AuditorRole') },
  TrailBucket: {
    isWriter: ({ StringNotEquals }, template) => isOurTrail(StringNotEquals?.['aws:SourceArn'], template),
    days: 'AuditRetentionDays',
  },
};

const Private = z.object({
  VersioningConfiguration: z.object({ Status: z.literal('Enabled') }),
  PublicAccessBlockConfiguration: z.object({
    BlockPublicAcls: z.literal(true),
    BlockPublicPolicy: z.literal(true),
    IgnorePublicAcls: z.literal(true),
    RestrictPublicBuckets: z.literal(true),
  }),
});
const Locked = z.object({
  ObjectLockEnabled: z.literal(true),
  ObjectLockConfiguration: z.object({
    Rule: z.object({ DefaultRetention: z.object({ Mode: z.literal('COMPLIANCE'), Days: z.unknown() }) }),
  }),
});
const isLocked = (properties: unknown, days: string): boolean =>
  isDeepStrictEqual(Locked.safeParse(properties).data?.ObjectLockConfiguration.Rule.DefaultRetention.Days, {
    'Fn::If': ['IsDemo', 1, { Ref: days }],
  });

export const everyObjectStays: Proof = {
  promise:
    'every bucket stays when the stack goes and forgets nothing; records, claims and the trail are locked in compliance mode',
  broken: (template) =>
    ofType('AWS::S3::Bucket', template).flatMap(({ id, Properties, DeletionPolicy }) => {
      const bucket = kept[id];
      if (bucket === undefined) return [`${id}: say in buckets.ts who writes it`];
      const { days } = bucket;
      return [
        ...unless(days === undefined || isLocked(Properties, days), `${id}: no lock in compliance mode`),
        ...unless(DeletionPolicy === 'Retain', `${id}: goes with the stack`),
        ...unless(Private.safeParse(Properties).success, `${id}: is open, or keeps one version only`),
        ...unless(Properties['LifecycleConfiguration'] === undefined, `${id}: a lifecycle forgets`),
      ];
    }),
};

/** What the policy of a bucket denies to everybody for an action, by the conditions under which it does. */
const denied = (template: Template, bucket: string, action: string): Condition[] =>
  policyOf(resource(`${bucket}Policy`, template)).flatMap(({ Effect, Principal, Action, Condition }) =>
    Effect === 'Deny' && Principal === '*' && Action.includes(action) ? [Condition] : [],
  );

export const writtenByItsOwn: Proof = {
  promise: 'every bucket is written by its own alone, records and claims once only, and nothing in it is ever deleted',
  broken: (template) =>
    Object.entries(kept).flatMap(([id, { isWriter, once }]) => {
      const puts = denied(template, id, 's3:PutObject');
      const ifNew = puts.some((condition) => isDeepStrictEqual(condition, { Null: { 's3:if-none-match': 'true' } }));
      const allowed = policyOf(resource(`${id}Policy`, template)).filter(({ Effect }) => Effect === 'Allow');
      return [
        ...unless(
          puts.some((condition) => isWriter(condition, template)),
          `${id}: others may put`,
        ),
        ...unless(ifNew || once === undefined, `${id}: a put may write over an object`),
        ...['s3:DeleteObject', 's3:DeleteObjectVersion']
          .filter((action) => !denied(template, id, action).some((condition) => Object.keys(condition).length === 0))
          .map((action) => `${id}: ${action} is not denied to everybody`),
        // Roles are allowed by their own policies; what a bucket allows by itself, CloudTrail asks for.
        ...allowed
          .filter(
            ({ Condition }) =>
              id !== 'TrailBucket' || !isOurTrail(Condition['StringEquals']?.['aws:SourceArn'], template),
          )
          .map(({ Sid }) => `${id}: ${Sid} allows more than this trail`),
      ];
    }),
};

import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { Policy } from '../../core/policy/policy.ts';
import { concrete, type Given } from './concrete.ts';
import { proves } from './proof.ts';
import { ofType, resource, type Template } from './template.ts';

/** Content lives 90 days in the table, which can be restored to any moment of the last 35. */
const claimDays = 90 + 35 + 1;

const Bucket = z.object({
  ObjectLockConfiguration: z.object({
    Rule: z.object({ DefaultRetention: z.object({ Mode: z.string(), Days: z.coerce.number() }) }),
  }),
});
const Table = z.object({
  PointInTimeRecoverySpecification: z.looseObject({
    PointInTimeRecoveryEnabled: z.boolean(),
    RecoveryPeriodInDays: z.number().optional(),
  }),
  DeletionProtectionEnabled: z.coerce.string(),
});
const Rule = z.object({ RuleCondition: z.unknown(), Assertions: z.array(z.object({ Assert: z.unknown() })) });

const lockOf = (id: string, given: Given, template: Template) =>
  Bucket.parse(concrete(resource(id, template).Properties, given, template)).ObjectLockConfiguration.Rule
    .DefaultRetention;
/** Every bucket with Object Lock, whatever it holds: a demo must be gone two days later. */
const lockedBuckets = (template: Template): string[] =>
  ofType('AWS::S3::Bucket', template)
    .filter(({ Properties }) => 'ObjectLockConfiguration' in Properties)
    .map(({ id }) => id);
const tableOf = (given: Given, template: Template) =>
  Table.parse(concrete(resource('Table', template).Properties, given, template));

const production = { ClaimRetentionDays: '200', AuditRetentionDays: '201' };

proves(
  {
    promise: 'a production stack keeps claims longer than its table can be restored',
    broken: (template) => {
      const { Mode, Days } = lockOf('ClaimBucket', production, template);
      const { PointInTimeRecoverySpecification: recovery, DeletionProtectionEnabled } = tableOf({}, template);
      const least = Number(template.Parameters['ClaimRetentionDays']?.['MinValue']);
      return [
        ...(template.Parameters['Profile']?.Default === 'PRODUCTION' ? [] : ['the profile is another by default']),
        ...(Mode === 'COMPLIANCE' && Days === 200 ? [] : [`claims are kept ${Days} days in ${Mode}, not as asked`]),
        ...(least >= claimDays ? [] : [`ClaimRetentionDays may be ${least}`]),
        ...(lockOf('AuditBucket', production, template).Days === 201 ? [] : ['the trail is not kept as asked']),
        ...(recovery.PointInTimeRecoveryEnabled && recovery.RecoveryPeriodInDays === 35
          ? []
          : ['the table cannot be restored to 35 days']),
        ...(DeletionProtectionEnabled === 'true' ? [] : ['the table is not protected']),
      ];
    },
  },
  {
    fault: 'a claim retention that may be shorter',
    patch: [{ op: 'replace', path: '/Parameters/ClaimRetentionDays/MinValue', value: 1 }],
    said: 'ClaimRetentionDays may be 1',
  },
  {
    fault: 'a profile that is DEMO unless somebody says otherwise',
    patch: [{ op: 'replace', path: '/Parameters/Profile/Default', value: 'DEMO' }],
    said: 'claims are kept 1 days',
  },
  {
    fault: 'a condition that is turned around',
    patch: [{ op: 'replace', path: '/Conditions/IsDemo/Fn::Equals/1', value: 'PRODUCTION' }],
    said: 'cannot be restored',
  },
);

proves(
  {
    promise: 'a demo frees what it locked after a day, and has no backup that a free claim could meet',
    broken: (template) => {
      const demo = { ...production, Profile: 'DEMO', DeletionProtection: 'false' };
      const table = tableOf(demo, template);
      return [
        ...lockedBuckets(template).flatMap((id) => {
          const { Mode, Days } = lockOf(id, demo, template);
          return Mode === 'COMPLIANCE' && Days === 1 ? [] : [`${id}: ${Days} days in ${Mode}`];
        }),
        ...(table.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled ? ['the table can be restored'] : []),
        ...(table.DeletionProtectionEnabled === 'false' ? [] : ['the table cannot be deleted']),
      ];
    },
  },
  {
    fault: 'recovery that a demo has, too',
    patch: [
      {
        op: 'replace',
        path: '/Resources/Table/Properties/PointInTimeRecoverySpecification',
        value: { PointInTimeRecoveryEnabled: true },
      },
    ],
    said: 'can be restored',
  },
  {
    fault: 'a bucket that a demo keeps longer',
    patch: [
      {
        op: 'replace',
        path: '/Resources/AuditBucket/Properties/ObjectLockConfiguration/Rule/DefaultRetention/Days',
        value: { Ref: 'AuditRetentionDays' },
      },
    ],
    said: 'AuditBucket: 201 days',
  },
  {
    fault: 'a mode that somebody may lift',
    patch: [
      {
        op: 'replace',
        path: '/Resources/ClaimBucket/Properties/ObjectLockConfiguration/Rule/DefaultRetention/Mode',
        value: 'GOVERNANCE',
      },
    ],
    said: 'ClaimBucket: 1 days in GOVERNANCE',
  },
);

proves(
  {
    promise: 'a demo is said twice, so that one word does not take the backups of a stack in use',
    broken: ({ Rules }) => {
      const rule = Rule.safeParse(Rules['DemoIsSaidTwice']);
      const wanted = {
        RuleCondition: { 'Fn::Equals': [{ Ref: 'Profile' }, 'DEMO'] },
        Assertions: [{ Assert: { 'Fn::Equals': [{ Ref: 'DeletionProtection' }, 'false'] } }],
      };
      return rule.success && JSON.stringify(rule.data) === JSON.stringify(wanted) ? [] : ['Profile alone is enough'];
    },
  },
  {
    fault: 'no rule',
    patch: [{ op: 'remove', path: '/Rules/DemoIsSaidTwice' }],
    said: 'Profile alone is enough',
  },
);

describe('the claim of a demo', () => {
  it.each(['approvalMinutes', 'executeWithinMinutes', 'rollbackWithinMinutes'])(
    'outlives every proof: %s is never near a day',
    (name) => {
      expect(Policy.safeParse({ [name]: 6 * 60 }).success).toBe(false);
      expect(Policy.safeParse({ [name]: 15 }).success).toBe(true);
    },
  );
});

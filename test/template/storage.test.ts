import { describe, expect, it } from 'vitest';
import { indexes } from '../../core/incident/table.ts';
import { policyOf } from './statements.ts';
import { everyValue, model, refersTo, resource } from './template.ts';

describe('the table', () => {
  const { Properties, DeletionPolicy } = resource('Table');

  it('has the keys and indexes that the code asks for', () => {
    const keySchema = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ];
    expect(model.table.KeySchema).toEqual(keySchema('pk', 'sk'));
    expect(model.table.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema }) => [IndexName, KeySchema])).toEqual(
      Object.values(indexes).map(({ name, partition, sort }) => [name, keySchema(partition, sort)]),
    );
  });

  it('is kept when the stack goes, and forgets content by itself', () => {
    expect(DeletionPolicy).toBe('Retain');
    expect(Properties).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'purgeAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    });
  });
});

describe.each([
  ['AuditBucket', ['AuditorRole'], 'AuditRetentionDays'],
  ['ClaimBucket', ['ExecutorRole', 'RollbackRole'], 'ClaimRetentionDays'],
])('%s', (id, writers, days) => {
  const statements = policyOf(resource(`${id}Policy`));
  const denied = (action: string) =>
    statements.filter(
      ({ Effect, Principal, Action }) => Effect === 'Deny' && Principal === '*' && Action.includes(action),
    );

  it('keeps every object for good: Object Lock in compliance mode', () => {
    expect(resource(id).DeletionPolicy).toBe('Retain');
    expect(resource(id).Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: { 'Fn::If': ['IsDemo', 1, { Ref: days }] } } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(resource(id).Properties['LifecycleConfiguration']).toBeUndefined();
  });

  it('is written by its own roles only', () => {
    const [by] = denied('s3:PutObject').filter(({ Condition }) => 'ArnNotEquals' in Condition);
    expect(everyValue(by?.Condition).flatMap((one) => refersTo(one) ?? [])).toEqual(writers);
  });

  it('refuses a put that would write over an object, and every delete', () => {
    expect(denied('s3:PutObject').map(({ Condition }) => Condition)).toContainEqual({
      Null: { 's3:if-none-match': 'true' },
    });
    expect(denied('s3:DeleteObject').map(({ Condition }) => Condition)).toContainEqual({});
  });
});

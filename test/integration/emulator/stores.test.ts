import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, PutObjectLockConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { s3AuditTrail } from '../../../core/aws/audit-trail.ts';
import { s3AuditStore } from '../../../core/aws/audit-store.ts';
import { s3Claims } from '../../../core/aws/claims.ts';
import { memoryAuditStore, trailOf } from '../../../local/ports/audit-store.ts';
import { memoryClaims } from '../../../local/ports/claims.ts';
import { auditStoreContract, auditTrailContract } from './audit-store.contract.ts';
import { claimsContract } from './claims.contract.ts';
import { describeOnMoto } from './describe-moto.ts';
import { type Emulator, region } from './moto.ts';

describe('claims in memory', () => {
  claimsContract(async () => {
    const claims = memoryClaims();
    return [claims, claims];
  });
});

describe('the audit store in memory', () => {
  auditStoreContract(async () => memoryAuditStore());
  auditTrailContract(async () => {
    const store = memoryAuditStore();
    return { store, trail: trailOf(store) };
  });
});

/** A bucket with Object Lock and a default retention, as the template makes it. */
const lockedBucket = async (moto: Emulator): Promise<{ client: S3Client; bucket: string }> => {
  const client = new S3Client({ ...moto.config, forcePathStyle: true });
  const bucket = `locked-${randomUUID()}`;
  await client.send(
    new CreateBucketCommand({
      Bucket: bucket,
      ObjectLockEnabledForBucket: true,
      CreateBucketConfiguration: { LocationConstraint: region },
    }),
  );
  await client.send(
    new PutObjectLockConfigurationCommand({
      Bucket: bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } },
      },
    }),
  );
  return { client, bucket };
};

describeOnMoto('the stores on S3', (moto) => {
  describe('claims', () => {
    claimsContract(async () => {
      const { client, bucket } = await lockedBucket(moto());
      return [s3Claims(client, { bucket }), s3Claims(client, { bucket })];
    });

    it('are objects under a prefix of their own, readable for an auditor and locked', async () => {
      const { client, bucket } = await lockedBucket(moto());
      await s3Claims(client, { bucket }).take('a1/0/undo', { incidentId: 'inc-1' });
      const stored = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'claims/a1/0/undo' }));
      expect(await stored.Body?.transformToString()).toBe('{"incidentId":"inc-1"}');
      expect(stored.ObjectLockMode).toBe('COMPLIANCE');
    });
  });

  describe('the audit store', () => {
    auditStoreContract(async () => {
      const { client, bucket } = await lockedBucket(moto());
      return s3AuditStore(client, { bucket });
    });
    auditTrailContract(async () => {
      const { client, bucket } = await lockedBucket(moto());
      return { store: s3AuditStore(client, { bucket }), trail: s3AuditTrail(client, { bucket }) };
    });
  });
});

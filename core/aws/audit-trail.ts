import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { AuditTrail } from '../audit/ports.ts';
import { calling } from './errors.ts';

/**
 * Whether a key is in the audit bucket, by listing it: no right to read a record is needed, and a missing key is told
 * from a missing right. Of all keys that begin with it the key itself sorts first. Throws `NotPermitted`,
 * `ServiceRefused` or `ServiceUnavailable`.
 */
export const s3AuditTrail = (client: S3Client, { bucket }: { bucket: string }): AuditTrail => ({
  has: async (key) => {
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 });
    const { Contents = [] } = await calling('s3 ListObjectsV2', () => client.send(command));
    return Contents.some(({ Key }) => Key === key);
  },
});

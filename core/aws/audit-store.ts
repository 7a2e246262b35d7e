import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import type { AuditStore } from '../audit/ports.ts';
import { calling } from './errors.ts';
import { putOnce } from './put-once.ts';

/**
 * The audit trail in the Object Lock bucket. Without `s3:ListBucket` S3 answers 403 for a missing key, which is thrown as
 * `NotPermitted`: "not there" is only said by a reader who would have seen it. Throws also `ServiceRefused` and
 * `ServiceUnavailable`.
 */
export const s3AuditStore = (client: S3Client, { bucket }: { bucket: string }): AuditStore => ({
  put: (key, body) => putOnce(client, { bucket, key, body, contentType: 'application/json' }),

  get: (key) =>
    calling('s3 GetObject', async () => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        // No body is an empty object, not a missing one.
        return (await Body?.transformToString('utf-8')) ?? '';
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    }),

  list: async (prefix, after) => {
    const keys: string[] = [];
    let next: string | undefined;
    do {
      const from = next === undefined ? {} : { ContinuationToken: next };
      const start = after === undefined ? {} : { StartAfter: after };
      const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...start, ...from });
      const page = await calling('s3 ListObjectsV2', () => client.send(command));
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
      next = page.NextContinuationToken;
    } while (next !== undefined);
    return keys;
  },
});

import type { S3Client } from '@aws-sdk/client-s3';
import type { Claims } from '../remediation/ports.ts';
import { putOnce } from './put-once.ts';

/**
 * Claims as objects under `claims/` in the Object Lock bucket. False also when our own put was repeated by the SDK: the
 * resource is then inspected and never called again. Throws what `putOnce` throws; then nothing is known to be claimed.
 */
export const s3Claims = (client: S3Client, { bucket }: { bucket: string }): Claims => ({
  take: async (name, body) => {
    const object = { bucket, key: `claims/${name}`, body: JSON.stringify(body), contentType: 'application/json' };
    return (await putOnce(client, object)) === 'stored';
  },
});

import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ServiceUnavailable, translated } from './errors.ts';

/**
 * Puts an object only where there is none. The checksum is there because Object Lock demands one. Throws
 * `ServiceUnavailable` for 409 (another put of the key is under way: nobody has won yet), else what `translated` says.
 *
 * `exists` may be our own object: when an answer is lost the SDK puts again and meets the first one. Both callers want
 * it so: a claim whose taker is unsure must not be used, and an audit record that is there is there.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export const putOnce = async (
  client: S3Client,
  object: { bucket: string; key: string; body: string; contentType: string },
): Promise<'stored' | 'exists'> => {
  const command = new PutObjectCommand({
    Bucket: object.bucket,
    Key: object.key,
    Body: object.body,
    ContentType: object.contentType,
    IfNoneMatch: '*',
    ChecksumAlgorithm: 'SHA256',
  });
  try {
    await client.send(command);
    return 'stored';
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'PreconditionFailed') return 'exists';
    if (name === 'ConditionalRequestConflict') {
      throw new ServiceUnavailable(`s3 PutObject: another put of ${object.key} is under way`, { cause: error });
    }
    throw translated('s3 PutObject', error);
  }
};

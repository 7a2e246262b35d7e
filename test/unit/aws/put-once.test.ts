import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, it } from 'vitest';
import { putOnce } from '../../../core/aws/put-once.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const s3 = mockedClient(S3Client);
const client = new S3Client({ region: 'eu-central-1' });
const put = () => putOnce(client, { bucket: 'vault', key: 'a/b', body: '{}', contentType: 'application/json' });
const failing = (name: string, fault: string) => Object.assign(new Error(name), { name, $fault: fault });
beforeEach(() => s3.reset());

describe('put an object once', () => {
  it('puts only where there is none, with the checksum Object Lock wants', async () => {
    s3.on(PutObjectCommand).resolves({});
    expect(await put()).toBe('stored');
    expect(sent(s3, PutObjectCommand)).toEqual([
      {
        Bucket: 'vault',
        Key: 'a/b',
        Body: '{}',
        ContentType: 'application/json',
        IfNoneMatch: '*',
        ChecksumAlgorithm: 'SHA256',
      },
    ]);
  });

  it('says exists when S3 finds the key taken (412)', async () => {
    s3.on(PutObjectCommand).rejects(failing('PreconditionFailed', 'client'));
    expect(await put()).toBe('exists');
  });

  it('throws a retryable error when another put is under way (409)', async () => {
    s3.on(PutObjectCommand).rejects(failing('ConditionalRequestConflict', 'client'));
    await expect(put()).rejects.toMatchObject({ name: 'ServiceUnavailable', retryable: true });
  });

  it.each([
    ['AccessDenied', 'client', 'NotPermitted'],
    ['NoSuchBucket', 'client', 'ServiceRefused'],
    ['SlowDown', 'server', 'ServiceUnavailable'],
  ])('translates %s', async (name, fault, expected) => {
    s3.on(PutObjectCommand).rejects(failing(name, fault));
    await expect(put()).rejects.toMatchObject({ name: expected });
  });
});

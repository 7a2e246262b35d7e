import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, it } from 'vitest';
import { s3Claims } from '../../../core/aws/claims.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const s3 = mockedClient(S3Client);
const claims = s3Claims(new S3Client({ region: 'eu-central-1' }), { bucket: 'vault' });
const failing = (name: string) => Object.assign(new Error(name), { name, $fault: 'client' });
beforeEach(() => s3.reset());

describe('take a claim', () => {
  it('is true for the first taker and stores who took it', async () => {
    s3.on(PutObjectCommand).resolves({});
    expect(await claims.take('0a1b/0/undo', { incidentId: 'inc-1' })).toBe(true);
    expect(sent(s3, PutObjectCommand)).toEqual([
      {
        Bucket: 'vault',
        Key: 'claims/0a1b/0/undo',
        Body: '{"incidentId":"inc-1"}',
        ContentType: 'application/json',
        IfNoneMatch: '*',
        ChecksumAlgorithm: 'SHA256',
      },
    ]);
  });

  it('is false when the claim is there already', async () => {
    s3.on(PutObjectCommand).rejects(failing('PreconditionFailed'));
    expect(await claims.take('0a1b/0', {})).toBe(false);
  });

  it.each([
    ['ConditionalRequestConflict', 'ServiceUnavailable'],
    ['AccessDenied', 'NotPermitted'],
  ])('throws for %s: nobody may act on an unsure claim', async (name, expected) => {
    s3.on(PutObjectCommand).rejects(failing(name));
    await expect(claims.take('0a1b/0', {})).rejects.toMatchObject({ name: expected });
  });
});

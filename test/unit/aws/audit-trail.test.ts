import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, it } from 'vitest';
import { s3AuditTrail } from '../../../core/aws/audit-trail.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const s3 = mockedClient(S3Client);
const trail = s3AuditTrail(new S3Client({ region: 'eu-central-1' }), { bucket: 'vault' });
const key = 'records/inc-1/0000004.json';
beforeEach(() => s3.reset());

describe('see whether a record is in the audit bucket', () => {
  it('asks for one key below the key itself, and reads nothing', async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: key }] });
    expect(await trail.has(key)).toBe(true);
    expect(sent(s3, ListObjectsV2Command)).toEqual([{ Bucket: 'vault', Prefix: key, MaxKeys: 1 }]);
  });

  it.each([
    ['there is nothing below it', {}],
    ['only a longer key begins with it', { Contents: [{ Key: `${key}.old` }] }],
  ])('says no when %s', async (_when, answer) => {
    s3.on(ListObjectsV2Command).resolves(answer);
    expect(await trail.has(key)).toBe(false);
  });

  it.each([
    ['AccessDenied', 'client', 'NotPermitted'],
    ['NoSuchBucket', 'client', 'ServiceRefused'],
    ['SlowDown', 'server', 'ServiceUnavailable'],
  ])('says neither yes nor no on %s', async (name, $fault, expected) => {
    s3.on(ListObjectsV2Command).rejects(Object.assign(new Error(name), { name, $fault }));
    await expect(trail.has(key)).rejects.toMatchObject({ name: expected });
  });
});

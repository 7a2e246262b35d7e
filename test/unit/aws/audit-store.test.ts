import { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, it } from 'vitest';
import { s3AuditStore } from '../../../core/aws/audit-store.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const s3 = mockedClient(S3Client);
const store = s3AuditStore(new S3Client({ region: 'eu-central-1' }), { bucket: 'vault' });
const failing = (name: string, fault: string) => Object.assign(new Error(name), { name, $fault: fault });
beforeEach(() => s3.reset());

describe('keep the audit trail in S3', () => {
  it('puts a record once', async () => {
    s3.on(PutObjectCommand).resolvesOnce({}).rejects(failing('PreconditionFailed', 'client'));
    expect(await store.put('audit/1', '{"a":1}')).toBe('stored');
    expect(await store.put('audit/1', '{"a":2}')).toBe('exists');
    expect(sent(s3, PutObjectCommand)[0]).toEqual({
      Bucket: 'vault',
      Key: 'audit/1',
      Body: '{"a":1}',
      ContentType: 'application/json',
      IfNoneMatch: '*',
      ChecksumAlgorithm: 'SHA256',
    });
  });

  it('gets the text of an object', async () => {
    const transformToString = async () => '{"a":1}';
    s3.on(GetObjectCommand).resolves({ Body: Object.assign(Readable.from([]), { transformToString }) as never });
    expect(await store.get('audit/1')).toBe('{"a":1}');
    expect(sent(s3, GetObjectCommand)).toEqual([{ Bucket: 'vault', Key: 'audit/1' }]);
  });

  it('gets undefined only for a key that is not there', async () => {
    s3.on(GetObjectCommand)
      .rejectsOnce(new NoSuchKey({ message: 'no', $metadata: {} }))
      .resolves({});
    expect(await store.get('audit/1')).toBeUndefined();
    expect(await store.get('audit/empty')).toBe('');
  });

  it('lists the keys of all pages', async () => {
    s3.on(ListObjectsV2Command)
      .resolvesOnce({ Contents: [{ Key: 'audit/1' }, { Key: 'audit/2' }], NextContinuationToken: 'more' })
      .resolvesOnce({ Contents: [{ Key: 'audit/3' }] });
    expect(await store.list('audit/')).toEqual(['audit/1', 'audit/2', 'audit/3']);
    expect(sent(s3, ListObjectsV2Command)[0]).toEqual({ Bucket: 'vault', Prefix: 'audit/' });
    expect(sent(s3, ListObjectsV2Command)[1]).toEqual({
      Bucket: 'vault',
      Prefix: 'audit/',
      ContinuationToken: 'more',
    });
  });

  it('lists from a key on', async () => {
    s3.on(ListObjectsV2Command).resolves({});
    await store.list('audit/', 'audit/2');
    expect(sent(s3, ListObjectsV2Command)).toEqual([{ Bucket: 'vault', Prefix: 'audit/', StartAfter: 'audit/2' }]);
  });

  it('lists nothing below a prefix that holds nothing', async () => {
    s3.on(ListObjectsV2Command).resolves({});
    expect(await store.list('audit/')).toEqual([]);
  });

  it.each([
    ['AccessDenied', 'client', 'NotPermitted'],
    ['NoSuchBucket', 'client', 'ServiceRefused'],
    ['InternalError', 'server', 'ServiceUnavailable'],
  ])('translates %s of get and list', async (name, fault, expected) => {
    const error = failing(name, fault);
    s3.on(GetObjectCommand).rejects(error).on(ListObjectsV2Command).rejects(error);
    await expect(store.get('audit/1')).rejects.toMatchObject({ name: expected });
    await expect(store.list('audit/')).rejects.toMatchObject({ name: expected });
  });
});

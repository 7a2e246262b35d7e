import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eksToken } from '../../../core/aws/eks-token.ts';

const config = {
  clusterName: 'harbor',
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret', sessionToken: 'session/token+1=' },
  now: () => new Date('2026-11-20T10:15:30Z'),
};

const urlOf = (token: string): URL => new URL(Buffer.from(token.replace(/^k8s-aws-v1\./, ''), 'base64url').toString());

/** Signature Version 4 by the book, to check the library's with: AWS General Reference, "Create a signed request". */
const signatureOf = (url: URL, headers: string): string => {
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .toSorted();
  const bodyHash = createHash('sha256').update('').digest('hex');
  const canonical = ['GET', '/', query.join('&'), headers, 'host;x-k8s-aws-id', bodyHash].join('\n');
  const scope = '20261120/eu-central-1/sts/aws4_request';
  const hash = createHash('sha256').update(canonical).digest('hex');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((k, part) => createHmac('sha256', k).update(part).digest(), 'AWS4not-a-secret');
  return createHmac('sha256', key)
    .update(['AWS4-HMAC-SHA256', '20261120T101530Z', scope, hash].join('\n'))
    .digest('hex');
};

describe('EKS token', () => {
  it('is the prefix and a URL in base64url without padding', async () => {
    expect(await eksToken(config)).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
  });

  it('is a presigned GetCallerIdentity of the region, for 60 seconds', async () => {
    const url = urlOf(await eksToken(config));
    expect(url.origin + url.pathname).toBe('https://sts.eu-central-1.amazonaws.com/');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20261120/eu-central-1/sts/aws4_request',
      'X-Amz-Date': '20261120T101530Z',
      'X-Amz-Expires': '60',
      'X-Amz-Security-Token': 'session/token+1=',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is signed for this cluster and no other', async () => {
    const url = urlOf(await eksToken(config));
    const headers = (cluster: string) => `host:sts.eu-central-1.amazonaws.com\nx-k8s-aws-id:${cluster}\n`;
    expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf(url, headers('harbor')));
    expect(url.searchParams.get('X-Amz-Signature')).not.toBe(signatureOf(url, headers('quay')));
  });

  it('goes to the STS of the partition', async () => {
    expect(urlOf(await eksToken({ ...config, region: 'cn-north-1' })).host).toBe('sts.cn-north-1.amazonaws.com.cn');
  });
});

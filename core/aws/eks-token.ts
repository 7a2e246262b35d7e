import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../runtime/effects.ts';
import type { AwsCredentials } from './credentials.ts';

export type EksTokenConfig = { clusterName: string; region: string; credentials: AwsCredentials; now: Clock };

const stsHost = (region: string): string =>
  region.startsWith('cn-') ? `sts.${region}.amazonaws.com.cn` : `sts.${region}.amazonaws.com`;

/**
 * A bearer token for the API server of an EKS cluster: a presigned STS GetCallerIdentity request for this one cluster,
 * which the API server sends to learn who is calling. Nothing is called here. The URL is signed for 60 seconds; the
 * server takes it for 15 minutes from its date.
 * Source: https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
 */
export const eksToken = async ({ clusterName, region, credentials, now }: EksTokenConfig): Promise<string> => {
  const hostname = stsHost(region);
  const signer = new SignatureV4({ credentials, region, service: 'sts', sha256: Sha256 });
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host: hostname, 'x-k8s-aws-id': clusterName },
    },
    { expiresIn: 60, signingDate: now() },
  );
  const query = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return `k8s-aws-v1.${Buffer.from(`https://${hostname}/?${query.join('&')}`, 'utf8').toString('base64url')}`;
};

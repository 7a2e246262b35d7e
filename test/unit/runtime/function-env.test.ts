import { describe, expect, it } from 'vitest';
import { readEnv } from '../../../core/runtime/env.ts';
import { ClusterEnv, clusterOf } from '../../../core/runtime/function-env.ts';

const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const named = {
  EKS_CLUSTER_NAME: 'harbor',
  EKS_ENDPOINT: 'https://0123.gr7.eu-central-1.eks.amazonaws.com',
  EKS_CA: Buffer.from(pem).toString('base64'),
};
const clusterFrom = (source: NodeJS.ProcessEnv) => clusterOf(readEnv(ClusterEnv, source));

describe('the cluster in the environment', () => {
  it('is read with its certificate decoded', () => {
    expect(clusterFrom(named)).toEqual({ name: 'harbor', endpoint: named.EKS_ENDPOINT, ca: pem });
  });

  it.each([{}, { EKS_CLUSTER_NAME: '', EKS_ENDPOINT: '', EKS_CA: '' }])('is none for %j', (source) => {
    expect(clusterFrom(source)).toBeUndefined();
  });

  it.each([
    ['EKS_CLUSTER_NAME', 'a b'],
    ['EKS_ENDPOINT', 'ftp://harbor'],
    ['EKS_ENDPOINT', ''],
    ['EKS_CA', ''],
    ['EKS_CA', 'bm90IGEgY2VydGlmaWNhdGU='],
  ])('names %s when it is %j', (name, value) => {
    expect(() => clusterFrom({ ...named, [name]: value })).toThrow(`environment variable ${name}: expected`);
  });
});

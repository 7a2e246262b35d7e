import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { kubernetesReader, kubernetesWriter } from '../../../core/aws/kubernetes.ts';
import { denyAllPolicy } from '../../../core/remediation/kubernetes/deny-all.ts';
import { apiServer, configFor, listening } from './api-server.ts';

const deployment = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };
const path = '/apis/apps/v1/namespaces/checkout/deployments/payments-api';

describe('reading a cluster', () => {
  it('gets one object with the bearer token', async () => {
    const { seen, config } = await apiServer({ status: 200, body: { kind: 'Deployment', spec: { replicas: 2 } } });
    expect(await kubernetesReader(config).get(deployment)).toEqual({ kind: 'Deployment', spec: { replicas: 2 } });
    expect(seen).toEqual([
      {
        method: 'GET',
        url: path,
        headers: expect.objectContaining({ authorization: 'Bearer k8s-aws-v1.token', accept: 'application/json' }),
        body: '',
      },
    ]);
  });

  it('asks for a new token for each request', async () => {
    const { seen, config } = await apiServer({ status: 200, body: {} });
    let count = 0;
    const reader = kubernetesReader({ ...config, token: async () => `token-${++count}` });
    await reader.get(deployment);
    await reader.get(deployment);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('says undefined for what does not exist', async () => {
    const { config } = await apiServer({ status: 404, body: { kind: 'Status' } });
    expect(await kubernetesReader(config).get(deployment)).toBeUndefined();
  });

  it('lists all pages and says of each object what it is', async () => {
    const { seen, config } = await apiServer(
      { status: 200, body: { items: [{ metadata: { name: 'a' } }], metadata: { continue: 'next/page=' } } },
      { status: 200, body: { items: [{ metadata: { name: 'b' } }], metadata: {} } },
    );
    expect(await kubernetesReader(config).list('Pod', 'checkout')).toEqual([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } },
    ]);
    expect(seen.map(({ url }) => url)).toEqual([
      '/api/v1/namespaces/checkout/pods?limit=500',
      '/api/v1/namespaces/checkout/pods?limit=500&continue=next%2Fpage%3D',
    ]);
  });

  it('stops after ten pages', async () => {
    const { seen, config } = await apiServer({ status: 200, body: { items: [{}], metadata: { continue: 'more' } } });
    expect(await kubernetesReader(config).list('Pod', 'checkout')).toHaveLength(10);
    expect(seen).toHaveLength(10);
  });
});

describe('changing a cluster', () => {
  const operations = [
    { op: 'test', path: '/spec/template/spec/containers/0/name', value: 'app' },
    { op: 'replace', path: '/spec/template/spec/containers/0/resources/limits/memory', value: '1Gi' },
  ] as const;

  it('sends the JSON patch and gives the object as it is then', async () => {
    const { seen, config } = await apiServer({ status: 200, body: { spec: { replicas: 3 } } });
    expect(await kubernetesWriter(config).patch(deployment, operations)).toEqual({ spec: { replicas: 3 } });
    expect(seen).toEqual([
      {
        method: 'PATCH',
        url: path,
        headers: expect.objectContaining({
          'content-type': 'application/json-patch+json',
          authorization: 'Bearer k8s-aws-v1.token',
        }),
        body: JSON.stringify(operations),
      },
    ]);
  });

  it.each([
    [401, 'NotPermitted'],
    [403, 'NotPermitted'],
    [404, 'PreconditionFailed'],
    [409, 'PreconditionFailed'],
    [422, 'PreconditionFailed'],
    [302, 'ProviderUnavailable'],
    [429, 'ProviderUnavailable'],
    [500, 'ProviderUnavailable'],
    [503, 'ProviderUnavailable'],
  ])('translates HTTP %i and never asks twice', async (status, name) => {
    const { seen, config } = await apiServer({ status, body: { message: 'a text that is not repeated' } });
    await expect(kubernetesWriter(config).patch(deployment, operations)).rejects.toMatchObject({
      name,
      message: `PATCH ${path}: the API server answered ${status}`,
    });
    expect(seen).toHaveLength(1);
  });

  it('does not know the outcome when the answer is no object', async () => {
    const { config } = await apiServer({ status: 200, body: '<html>' });
    await expect(kubernetesWriter(config).patch(deployment, operations)).rejects.toMatchObject({
      name: 'ProviderUnavailable',
    });
  });

  it.each([
    ['is cut', (request: IncomingMessage) => request.socket.destroy()],
    ['never comes', () => {}],
  ])('does not know the outcome when the answer %s', async (_what, act) => {
    const endpoint = await listening((request) => act(request));
    const writer = kubernetesWriter({ ...configFor(endpoint), timeoutMs: 100 });
    await expect(writer.patch(deployment, operations)).rejects.toMatchObject({ name: 'ProviderUnavailable' });
  });

  it('does not know the outcome when the answer ends in the middle', async () => {
    const endpoint = await listening((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{}', () => request.socket.destroy());
    });
    await expect(kubernetesWriter(configFor(endpoint)).patch(deployment, operations)).rejects.toMatchObject({
      name: 'ProviderUnavailable',
    });
  });

  it('sends nothing for a name that could change the path', async () => {
    const { seen, config } = await apiServer({ status: 200, body: {} });
    const hostile = { ...deployment, name: '../../../kube-system/deployments/dns' };
    await expect(kubernetesWriter(config).patch(hostile, operations)).rejects.toMatchObject({ name: 'NotPermitted' });
    expect(seen).toHaveLength(0);
  });
});

describe('cutting pods off and letting them back', () => {
  const policies = '/apis/networking.k8s.io/v1/namespaces/checkout/networkpolicies';
  const policy = denyAllPolicy({ namespace: 'checkout', name: 'ours' }, { matchLabels: { app: 'payments-api' } });
  const version = { uid: 'b2d0c1aa-0000-4000-8000-000000000001', resourceVersion: '812' };

  it('makes a policy without a rule, in both directions', async () => {
    const { seen, config } = await apiServer({ status: 201, body: { kind: 'NetworkPolicy' } });
    expect(await kubernetesWriter(config).createPolicy(policy)).toEqual({ kind: 'NetworkPolicy' });
    expect(seen).toMatchObject([
      { method: 'POST', url: policies, headers: { 'content-type': 'application/json' }, body: expect.anything() },
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace: 'checkout', name: 'ours', labels: { 'app.kubernetes.io/managed-by': 'sovereign-ops' } },
      spec: { podSelector: { matchLabels: { app: 'payments-api' } }, policyTypes: ['Ingress', 'Egress'] },
    });
  });

  it('deletes a policy only as the one that was read', async () => {
    const { seen, config } = await apiServer({ status: 200, body: { kind: 'Status', status: 'Success' } });
    await kubernetesWriter(config).deletePolicy({ namespace: 'checkout', name: 'ours' }, version);
    expect(seen).toMatchObject([
      { method: 'DELETE', url: `${policies}/ours`, headers: { 'content-type': 'application/json' } },
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: version,
    });
  });

  it.each([
    [403, 'NotPermitted'],
    [404, 'PreconditionFailed'],
    [409, 'PreconditionFailed'],
    [422, 'PreconditionFailed'],
    [500, 'ProviderUnavailable'],
  ])('translates HTTP %i and never asks twice', async (status, name) => {
    const { seen, config } = await apiServer({ status, body: {} });
    const writer = kubernetesWriter(config);
    await expect(writer.createPolicy(policy)).rejects.toMatchObject({ name });
    await expect(writer.deletePolicy({ namespace: 'checkout', name: 'ours' }, version)).rejects.toMatchObject({ name });
    expect(seen).toHaveLength(2);
  });

  it('sends nothing for a name that could change the path', async () => {
    const { seen, config } = await apiServer({ status: 200, body: {} });
    const elsewhere = { namespace: 'checkout', name: '../../../kube-system/networkpolicies/dns' };
    await expect(kubernetesWriter(config).deletePolicy(elsewhere, version)).rejects.toMatchObject({
      name: 'NotPermitted',
    });
    expect(seen).toHaveLength(0);
  });
});

describe('the connection to a cluster', () => {
  it('refuses an answer over the bound', async () => {
    const { config } = await apiServer({ status: 200, body: { text: 'x'.repeat(2000) } });
    await expect(kubernetesReader({ ...config, maxBytes: 1000 }).get(deployment)).rejects.toThrow(/over 1000 bytes/);
  });

  it('never sends the token in the clear to another machine', async () => {
    let asked = 0;
    const reader = kubernetesReader({
      ...configFor('http://cluster.example.com'),
      token: async () => `token-${++asked}`,
    });
    await expect(reader.get(deployment)).rejects.toThrow(/must be https/);
    expect(asked).toBe(0);
  });
});

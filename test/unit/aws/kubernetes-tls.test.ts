import { once } from 'node:events';
import { createServer } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { kubernetesReader } from '../../../core/aws/kubernetes.ts';
import { selfSigned } from './self-signed.ts';

const own = selfSigned('harbor');
const seen: (string | undefined)[] = [];
const server = createServer(own, (request, response) => {
  seen.push(request.headers.authorization);
  response.end('{"kind":"Node"}');
});
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const readerTrusting = (ca: string) => {
  const { port } = z.object({ port: z.int() }).parse(server.address());
  return kubernetesReader({ endpoint: `https://127.0.0.1:${port}`, ca, token: async () => 'token' });
};
const node = { kind: 'Node', name: 'ip-10-0-0-1.ec2.internal' };

describe('the certificate of a cluster', () => {
  it('is trusted when the CA of the cluster signed it', async () => {
    expect(await readerTrusting(own.cert).get(node)).toEqual({ kind: 'Node' });
    expect(seen.splice(0)).toEqual(['Bearer token']);
  });

  it('is refused when another CA signed it, before the token is sent', async () => {
    const refused = readerTrusting(selfSigned('quay').cert).get(node);
    await expect(refused).rejects.toMatchObject({
      name: 'ProviderUnavailable',
      message: expect.stringMatching(/cert/),
    });
    expect(seen).toEqual([]);
  });

  it('is not looked for among the public CAs when the cluster has none', async () => {
    await expect(readerTrusting('').get(node)).rejects.toThrow('the cluster has no CA to trust');
    expect(seen).toEqual([]);
  });
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eksReader, eksWriter } from '../../../core/aws/eks.ts';

const access = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'not-a-secret' },
  now: () => new Date('2026-11-20T10:15:30Z'),
};
const target = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };

let authorization = '';
const server = createServer((request, response) => {
  authorization = request.headers.authorization ?? '';
  response.end('{"kind":"Deployment"}');
});
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => void server.close());

const cluster = () => {
  const { port } = z.object({ port: z.int() }).parse(server.address());
  return { name: 'harbor', endpoint: `http://127.0.0.1:${port}`, ca: '' };
};

describe('access to an EKS cluster', () => {
  it.each([
    ['reader', eksReader],
    ['writer', eksWriter],
  ])('as a %s is by a token made of the credentials', async (_what, open) => {
    expect(await open(cluster(), access).get(target)).toEqual({ kind: 'Deployment' });
    const url = Buffer.from(authorization.replace('Bearer k8s-aws-v1.', ''), 'base64url').toString();
    expect(url).toContain('X-Amz-Credential=ASIAEXAMPLE%2F20261120%2Feu-central-1%2Fsts');
  });

  it('is refused where no cluster is configured', async () => {
    const refused = { name: 'NotPermitted', message: expect.stringContaining('EksClusterName') };
    await expect(eksReader(undefined, access).get(target)).rejects.toMatchObject(refused);
    await expect(eksWriter(undefined, access).patch(target, [])).rejects.toMatchObject(refused);
  });
});

import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { probe } from '../../../../local/endpoint/probe.ts';

/** What the probe says of a server that answers so. */
const probed = async (status: number, body: string): Promise<string | undefined> => {
  const server = createServer((_request, response) => void response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  try {
    return await probe(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const identity = (account: string) =>
  `<GetCallerIdentityResponse><Account>${account}</Account></GetCallerIdentityResponse>`;

describe('the probe of an endpoint', () => {
  it('finds nothing wrong with an emulator of the account of the samples', async () => {
    expect(await probed(200, identity('123456789012'))).toBeUndefined();
  });

  it.each([
    [200, identity('000000000000'), 'expected account 123456789012, found 000000000000'],
    [200, '<html>It works!</html>', 'expected account 123456789012, found no account'],
    [404, 'not\nfound', 'answered 404: not found'],
  ])('says in one line what is wrong with an answer %i %j', async (status, body, expected) => {
    const problem = await probed(status, body);
    expect(problem).toContain(expected);
    expect(problem).not.toContain('\n');
  });

  it('says in one line that nobody answers', async () => {
    expect(await probe('http://127.0.0.1:1')).toBe(
      'http://127.0.0.1:1: expected an AWS emulator that answers sts GetCallerIdentity, found: bad port',
    );
  });
});

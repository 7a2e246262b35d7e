import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { serve } from '../../../local/http.ts';

/** What a server says to these very bytes, to the end of the connection. */
const exchanged = async (url: string, bytes: string): Promise<string> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end(bytes);
  return text(socket);
};

const echo = async (event: unknown) => ({
  statusCode: 201,
  headers: { 'content-type': 'application/json', 'x-name': 'value' },
  body: JSON.stringify(event),
});

describe('the loopback server', () => {
  it('turns a request into a proxy event and the answer back', async () => {
    const server = await serve(echo, 0);
    const response = await fetch(`${server.url}/a/1/view?x=1`, {
      method: 'POST',
      headers: { 'X-One': '1' },
      body: 'hello',
    });
    expect([response.status, response.headers.get('x-name')]).toEqual([201, 'value']);
    expect(await response.json()).toMatchObject({
      httpMethod: 'POST',
      path: '/a/1/view',
      headers: { 'x-one': '1', host: server.url.slice('http://'.length) },
      body: 'hello',
      isBase64Encoded: false,
      requestContext: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), identity: { sourceIp: '127.0.0.1' } },
    });
    await server.stop();
  });

  it('answers 502 for a handler that throws or answers nonsense, and tells', async () => {
    const failures: unknown[] = [];
    for (const handler of [async () => Promise.reject(new Error('broken')), async () => ({ statusCode: 'ok' })]) {
      const server = await serve(handler, 0, (error) => failures.push(error));
      const response = await fetch(server.url);
      expect([response.status, await response.json()]).toEqual([502, { message: 'Internal server error' }]);
      await server.stop();
    }
    expect(failures).toHaveLength(2);
  });

  it('hands over each header as often as it came, and an id of the caller beside its own', async () => {
    const server = await serve(echo, 0);
    const sent = ['Host: x', 'Authorization: a', 'Authorization: b', 'X-Amzn-RequestId: mine', 'Connection: close'];
    const answer = await exchanged(server.url, `GET /a HTTP/1.1\r\n${sent.join('\r\n')}\r\n\r\n`);
    expect(answer).toContain('"authorization":["a","b"]');
    expect(answer).toMatch(/"extendedRequestId":"[0-9a-f-]{36}","requestId":"mine"/);
    await server.stop();
  });

  it.each(['//', 'http://[', 'http://a:99999/'])(
    'refuses the target %s: that is no failure of ours',
    async (target) => {
      const failures: unknown[] = [];
      const server = await serve(echo, 0, (error) => failures.push(error));
      const answer = await exchanged(server.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect([answer.split('\r\n')[0], failures]).toEqual(['HTTP/1.1 400 Bad Request', []]);
      await server.stop();
    },
  );

  it('names the port that is in use', async () => {
    const server = await serve(echo, 0);
    const port = Number(new URL(server.url).port);
    await expect(serve(echo, port)).rejects.toThrow(`port ${port} on 127.0.0.1 is in use; choose another one`);
    await server.stop();
  });

  it('listens on loopback only and frees the port when stopped', async () => {
    const server = await serve(echo, 0);
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await server.stop();
    await expect(fetch(server.url)).rejects.toThrow();
  });
});

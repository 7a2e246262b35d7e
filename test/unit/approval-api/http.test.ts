import { describe, expect, it } from 'vitest';
import { approvalShell } from '../../../core/approval/page/approval-shell.ts';
import { pageWorld } from '../../support/approval-page.ts';

const world = await pageWorld();
const shellHtml = approvalShell().html;
const event = (httpMethod: string, path: string) => ({
  httpMethod,
  path,
  headers: { Host: 'approve.example' },
  body: null,
  requestContext: { requestId: 'req-1' },
});
const token = await world.token();

describe('the page', () => {
  it('is the same bytes for every id, and reads and changes nothing', async () => {
    const untouched = await pageWorld();
    const refuse = (): never => {
      throw new Error('the page must not need this');
    };
    const sealed = await pageWorld({
      deps: {
        table: {
          get: refuse,
          getAll: refuse,
          list: refuse,
          newest: refuse,
          due: refuse,
          byStatus: refuse,
          transact: refuse,
        },
        linkVerifier: { verify: refuse },
        proofGenerator: { generate: refuse },
      },
    });
    const before = untouched.memory.all();
    for (const id of [world.request.approvalId, 'f'.repeat(32), '<script>', '%2e%2e']) {
      for (const path of [`/a/${id}`, `/a/${id}/`, `/live/a/${id}`]) {
        const { statusCode, body } = await sealed.handler(event('GET', path));
        expect([statusCode, body === shellHtml]).toEqual([200, true]);
        await untouched.handler(event('GET', path));
        await untouched.handler(event('HEAD', path));
      }
    }
    expect(untouched.memory.all()).toEqual(before);
  });

  it('is small enough for a phone in a bad network: at most 60 kB', () => {
    expect(Buffer.byteLength(shellHtml)).toBeLessThanOrEqual(60_000);
  });

  it('answers HEAD with the same headers and no body', async () => {
    const get = await world.handler(event('GET', `/a/${world.request.approvalId}`));
    const head = await world.handler(event('HEAD', `/a/${world.request.approvalId}`));
    expect(head).toEqual({ ...get, body: '' });
  });

  it('holds nothing of any request', () => {
    for (const secret of [world.request.approvalId, token, 'payments', 'alice'])
      expect(shellHtml).not.toContain(secret);
    expect(shellHtml).not.toMatch(/https?:\/\/(?!www\.w3\.org)|innerHTML|document\.write|eval\(/);
  });
});

describe('every answer', () => {
  const answers = {
    page: () => world.handler(event('GET', '/a/x')),
    view: () => world.post('view', { token }),
    refusal: () => world.post('view', 'no json'),
    unknown: () => world.post('view', { token: 'x' }),
    method: () => world.handler(event('DELETE', '/a/x')),
  };
  it.each(Object.entries(answers))('carries the security headers: %s', async (_name, get) => {
    const { headers } = await get();
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': expect.stringContaining('noindex'),
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    const policy = headers['content-security-policy'] ?? '';
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|\*|http/);
  });

  it('lets the page run exactly its own script and style', async () => {
    const { headers } = await answers.page();
    expect(headers['content-security-policy']).toMatch(
      /script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'; connect-src 'self';/,
    );
  });
});

describe('bad requests', () => {
  const valid = { token, decision: 'approve', digest: 'a'.repeat(64), rollbackConsent: true };
  it.each<[string, () => ReturnType<typeof world.post>, number, string]>([
    ['bad JSON', () => world.post('decision', '{"token":'), 400, 'body: expected JSON'],
    ['no body', () => world.post('view', ''), 400, 'body: expected JSON'],
    ['no object', () => world.post('view', '[]'), 400, 'body: '],
    ['a missing field', () => world.post('view', {}), 400, 'token: '],
    ['a wrong decision', () => world.post('decision', { ...valid, decision: 'maybe' }), 400, 'decision: '],
    ['a short digest', () => world.post('decision', { ...valid, digest: 'abc' }), 400, 'digest: expected a SHA-256'],
    ['an extra field', () => world.post('decision', { ...valid, approver: 'bob' }), 400, 'body: expected no'],
    ['a field of a page', () => world.post('view', { token, '<xxx>': 1 }), 400, 'body: expected no other field'],
    ['a long reason', () => world.post('decision', { ...valid, reason: 'x'.repeat(1001) }), 400, 'reason: '],
    ['a large body', () => world.post('view', { token: 'x'.repeat(8200) }), 413, 'body: expected at most 8192 bytes'],
    ['a form', () => world.post('view', { token }, { 'Content-Type': 'text/plain' }), 415, 'content-type: '],
    [
      'another origin',
      () => world.post('view', { token }, { Origin: 'https://evil.example' }),
      403,
      'requests from other',
    ],
    ['an opaque origin', () => world.post('view', { token }, { Origin: 'null' }), 403, 'requests from other'],
  ])('are refused with one line that repeats nothing: %s', async (_name, send, status, line) => {
    const { statusCode, body } = await send();
    const { message } = JSON.parse(body);
    expect(statusCode).toBe(status);
    expect(message.startsWith(line)).toBe(true);
    expect(message).not.toMatch(/\n|maybe|xxx/);
    expect(body).not.toContain(token);
  });

  it('accepts its own origin and a body in base64', async () => {
    expect((await world.post('view', { token }, { Origin: 'https://approve.example' })).statusCode).toBe(200);
    const encoded = {
      ...event('POST', `/a/${world.request.approvalId}/view`),
      headers: { Host: 'approve.example', 'content-type': 'application/json; charset=utf-8' },
      body: Buffer.from(JSON.stringify({ token })).toString('base64'),
      isBase64Encoded: true,
    };
    expect((await world.handler(encoded)).statusCode).toBe(200);
  });

  it('of any path are answered, however long it is', async () => {
    for (const path of [`/a/${'x'.repeat(8000)}`, `/${'x'.repeat(8000)}/a/x`, `/live/a/${'x/'.repeat(4000)}view`]) {
      expect((await world.handler(event('GET', path))).statusCode).toBe(404);
    }
  });

  it('of one request id in one millisecond leave a fact each: a caller can choose X-Amzn-RequestId', async () => {
    const sealed = await pageWorld();
    const refused = (extendedRequestId: string, requestId: string) =>
      sealed.handler({
        ...event('POST', '/a/x/view'),
        headers: { 'Content-Type': 'application/json', 'X-Broken': null },
        body: '{"token":"x"}',
        requestContext: { extendedRequestId, requestId },
      });
    for (const [extended, chosen] of [
      ['WD2hQf+sFiAFu/A=', 'mine'],
      ['Xk4jRg9tGjBGv7B=', 'mine'],
      ['Yl5kSh0uHkCHw8C=', "#$%&'*+^|~`!"],
    ] as const) {
      expect((await refused(extended, chosen)).statusCode).toBe(404);
    }
    expect(sealed.memory.all().filter(({ pk }) => pk.startsWith('AUDIT#'))).toHaveLength(3);
  });

  it.each([
    ['POST', '/a/x', 'GET, HEAD'],
    ['GET', '/a/x/decision', 'POST'],
    ['GET', '/a/x/view', 'POST'],
  ])('tells what %s %s expects', async (method, path, allow) => {
    expect(await world.handler(event(method, path))).toMatchObject({ statusCode: 405, headers: { allow } });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { maxBodyBytes } from '../../../functions/mcp/handler.ts';
import { mcpClient } from '../../support/mcp.ts';
import { arnOf, operatorWorld } from '../../support/operations.ts';

const world = await operatorWorld();
const { send, ask } = mcpClient(world.deps);
const message = (change: object = {}) => ({ jsonrpc: '2.0', id: 1, method: 'ping', ...change });
const facts = () => world.facts('authentication_failed').filter(({ by }) => by === 'mcp');

describe('MCP over HTTP', () => {
  it('starts without a session, in the revision that the client asks for, and says what it is', async () => {
    const { statusCode, result } = await ask('initialize', { protocolVersion: '2025-03-26', capabilities: {} });
    expect(statusCode).toBe(200);
    expect(result).toMatchObject({
      protocolVersion: '2025-03-26',
      capabilities: { tools: {}, resources: {} },
      serverInfo: { name: 'sovereign-ops' },
    });
    expect((await ask('initialize', { protocolVersion: '1999-01-01' })).result).toMatchObject({
      protocolVersion: '2025-11-25',
    });
  });

  it.each(['GET', 'DELETE', 'PUT', 'HEAD'])(
    'answers %s with 405: there is no stream and no session',
    async (method) => {
      const { statusCode, headers } = await send('', { method });
      expect([statusCode, headers['allow']]).toEqual([405, 'POST']);
    },
  );

  it.each([
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
    ['an answer to what was never asked', { jsonrpc: '2.0', id: 7, result: {} }],
  ])('takes in %s and says nothing', async (_what, body) => {
    expect(await send(body)).toMatchObject({ statusCode: 202, body: '' });
  });

  it.each([
    ['no JSON', '{', 400, -32700, null],
    ['nothing', '', 400, -32700, null],
    ['a batch', [message()], 400, -32600, null],
    ['an empty batch', [], 400, -32600, null],
    ['no message', { hello: 'world' }, 400, -32600, null],
    ['another JSON-RPC', message({ jsonrpc: '1.0' }), 400, -32600, 1],
    ['an id that is null', message({ id: null }), 400, -32600, null],
    ['an id that is an object', message({ id: {} }), 400, -32600, null],
    ['params that are a list', message({ params: [1] }), 400, -32600, 1],
    ['a method that is no text', message({ method: 7 }), 400, -32600, 1],
    ['an unknown method', message({ method: 'sampling/createMessage' }), 200, -32601, 1],
    ['a tool that is not there', message({ method: 'tools/call', params: { name: 'approve' } }), 200, -32602, 1],
    ['a tool without a name', message({ method: 'tools/call' }), 200, -32602, 1],
    ['a resource without an address', message({ method: 'resources/read' }), 200, -32602, 1],
  ])('answers %s with one line and the code of the protocol', async (_what, body, statusCode, code, id) => {
    const answer = await send(body);
    expect(answer.statusCode).toBe(statusCode);
    const parsed = JSON.parse(answer.body);
    expect(parsed).toEqual({ jsonrpc: '2.0', id, error: { code, message: expect.stringMatching(/^[^\n]{5,300}$/) } });
  });

  it.each([
    ['a page of another site', {}, { origin: 'https://evil.example', host: 'api.example' }, 403],
    ['a form', {}, { 'content-type': 'text/plain' }, 415],
    ['a client that takes streams only', {}, { accept: 'text/event-stream' }, 406],
    ['more than anybody needs', { pad: 'x'.repeat(maxBodyBytes) }, {}, 413],
    ['a revision that nobody speaks', {}, { 'mcp-protocol-version': '2031-01-01' }, 400],
  ])('refuses %s', async (_what, more, headers, statusCode) => {
    expect((await send(message(more), { headers })).statusCode).toBe(statusCode);
  });

  it('is not on the internet', async () => {
    const outside = mcpClient({ ...world.deps, decisionOnly: true });
    expect((await outside.send(message())).statusCode).toBe(404);
  });
});

describe('whoever is nobody', () => {
  let before = 0;
  beforeAll(() => {
    before = facts().length;
  });

  it.each([
    ['signed as a stranger', { person: 'mallory' }, 403],
    ['came without anything', { path: '/live/mcp', person: undefined }, 401],
    ['wrote an ARN into a header', { path: '/live/mcp', headers: { 'x-amzn-caller': arnOf('bob') } }, 401],
    ['made up a token', { path: '/live/mcp', headers: { authorization: 'Bearer a.b.c' } }, 401],
    ['sent a link token', { path: '/live/mcp', headers: { authorization: `Bearer ${'x'.repeat(43)}` } }, 401],
    ['asked for more than is there', { path: '/live/mcp/iam/mcp/x', person: 'bob' }, 401],
  ])('and %s is refused before anything they sent is read, and it is recorded', async (_how, sent, statusCode) => {
    const count = facts().length;
    const { statusCode: answered, body, headers } = await send('not even JSON', sent);
    expect(answered).toBe(statusCode);
    expect(headers['www-authenticate']).toBe(statusCode === 401 ? 'Bearer' : undefined);
    expect(JSON.parse(body)).toMatchObject({ id: null, error: { message: expect.stringContaining('nobody') } });
    expect(facts()).toHaveLength(count + 1);
  });

  it('leaves neither a token nor what they sent in the record', () => {
    expect(facts().length).toBeGreaterThan(before);
    expect(JSON.stringify(facts())).not.toMatch(/a\.b\.c|not even JSON|x{43}/);
  });
});

import { describe, expect, it } from 'vitest';
import { httpRequest } from '../../../core/approval/http/request.ts';
import { routeOf } from '../../../functions/approval-api/route.ts';
import { pageWorld } from '../../support/approval-page.ts';

const id = 'a'.repeat(32);
const nothing = { kind: 'nothing-here' };

describe('the routes', () => {
  it.each([
    ['GET', `/a/${id}`, { kind: 'page', head: false }],
    ['HEAD', `/live/a/${id}/`, { kind: 'page', head: true }],
    ['POST', `/a/${id}`, { kind: 'method-not-allowed', allow: 'GET, HEAD' }],
    ['POST', `/a/${id}/view`, { kind: 'view', approvalId: id }],
    ['POST', `/live/iam/a/${id}/view`, { kind: 'view', approvalId: id }],
    ['POST', `/iam/a/${id}/decision`, { kind: 'decision', approvalId: id }],
    ['GET', `/iam/a/${id}/decision`, { kind: 'method-not-allowed', allow: 'POST' }],
    ['GET', `/iam/a/${id}`, nothing],
    ['POST', '/ops/circuit-close', { kind: 'operation', operation: 'circuit-close' }],
    ['POST', '/iam/ops/incidents-list', { kind: 'operation', operation: 'incidents-list' }],
    ['GET', '/ops/circuit-close', { kind: 'method-not-allowed', allow: 'POST' }],
    ['POST', '/ops/Circuit', nothing],
    ['POST', `/ops/${'x'.repeat(65)}`, nothing],
    ['GET', '/incidents', { kind: 'incidents', head: false }],
    ['HEAD', '/live/signed-in', { kind: 'signed-in', head: true }],
    ['POST', '/incidents', { kind: 'method-not-allowed', allow: 'GET, HEAD' }],
    ['GET', '/', nothing],
    ['GET', '/iam', nothing],
    ['GET', `/a/${id}/view/more`, nothing],
  ])('%s %s', (method, path, route) => {
    expect(routeOf({ method, path })).toEqual(route);
  });

  it('answer whoever is nobody as an unknown link does, also where people sign in when nobody can', async () => {
    const world = await pageWorld();
    const answer = await world.send('/ops/list', {}, {});
    expect(answer.statusCode).toBe(404);
    const signedIn = { httpMethod: 'GET', path: '/signed-in', requestContext: { requestId: 'r' } };
    expect(await world.handler(signedIn)).toEqual(answer);
  });

  it('give the list of incidents as the same inert page to everybody, and a HEAD without it', async () => {
    const world = await pageWorld();
    const before = world.memory.all();
    const get = (httpMethod: string, path: string) =>
      world.handler({ httpMethod, path, requestContext: { requestId: 'r' } });
    const page = await get('GET', '/incidents');
    expect(page).toMatchObject({ statusCode: 200, body: expect.stringContaining('<h1>Incidents</h1>') });
    expect(await get('GET', '/live/incidents/')).toEqual(page);
    expect(await get('HEAD', '/incidents')).toEqual({ ...page, body: '' });
    expect(world.memory.all()).toEqual(before);
  });
});

describe('the API on the internet', () => {
  it.each([
    ['POST', '/ops/list'],
    ['POST', '/live/iam/ops/circuit-close'],
    ['GET', '/incidents'],
    ['HEAD', '/live/incidents/'],
  ])('does not have %s %s', async (httpMethod, path) => {
    const world = await pageWorld({ deps: { decisionOnly: true } });
    const answer = await world.handler({ httpMethod, path, body: '{}', requestContext: { requestId: 'r' } });
    expect(answer).toEqual(await world.handler({ httpMethod, path: '/nothing', requestContext: { requestId: 'r' } }));
    expect(answer.statusCode).toBe(404);
  });

  it('has the page, its view and the decision', async () => {
    const world = await pageWorld({ deps: { decisionOnly: true } });
    const page = await world.handler({ httpMethod: 'GET', path: `/a/${id}`, requestContext: { requestId: 'r' } });
    expect(page.statusCode).toBe(200);
    const token = await world.token();
    expect((await world.post('view', { token })).statusCode).toBe(200);
    // Read and judged, which takes more than this.
    expect((await world.post('decision', { token, decision: 'reject' })).statusCode).toBe(400);
  });
});

describe('a request', () => {
  const userArn = 'arn:aws:iam::123456789012:user/alice';
  const read = (path: string, resourcePath?: string) => {
    const { signed, caller } = httpRequest({
      httpMethod: 'POST',
      path,
      requestContext: { requestId: 'r', resourcePath, identity: { userArn } },
    });
    return { signed, caller };
  };

  it.each([
    [`/iam/a/${id}/view`, '/iam/a/{approvalId}/view'],
    [`/iam/a/${id}/decision`, undefined],
    ['/iam/ops/journal', '/iam/ops/{operation}'],
  ])('to %s is signed, by the caller that came with it', (path, route) => {
    expect(read(path, route)).toEqual({ signed: true, caller: userArn });
  });

  it.each([
    [`/a/${id}/view`, undefined],
    [`/a/${id}/view`, '/iam/a/{approvalId}/view'],
    [`/iam/a/${id}/view`, '/a/{approvalId}/view'],
    ['/iam/ops/journal', '/ops/{operation}'],
    [`/iam/a/${id}`, undefined],
    ['/iam', undefined],
    ['/ops/iam', undefined],
  ])('to %s on the route %s is not, and its caller is not believed', (path, route) => {
    expect(read(path, route)).toEqual({ signed: false, caller: undefined });
  });
});

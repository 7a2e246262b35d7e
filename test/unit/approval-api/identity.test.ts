import { describe, expect, it } from 'vitest';
import { Decision } from '../../../core/approval/proof.ts';
import { keys } from '../../../core/incident/keys.ts';
import { Roster } from '../../../core/policy/roster.ts';
import { proposalDigest } from '../../../core/remediation/digest.ts';
import { identify } from '../../../core/approval/identify.ts';
import { httpRequest } from '../../../core/approval/http/request.ts';
import { pageWorld } from '../../support/approval-page.ts';
import { idToken, providerVerifier } from '../../support/identity-provider.ts';
import { later } from '../../support/incident.ts';
import { arnOf, policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

type Options = NonNullable<Parameters<typeof pageWorld>[0]>;
const high = proposal({ risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } });
const tokens = providerVerifier(() => later(90));
const withTokens = (options: Options = {}) => pageWorld({ ...options, deps: { tokens, ...options.deps } });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const decision = { decision: 'approve', digest: proposalDigest(proposal()), rollbackConsent: true };
const audits = ({ memory }: Awaited<ReturnType<typeof pageWorld>>) =>
  memory.all().filter(({ pk }) => pk.startsWith('AUDIT#'));
const made = async (world: Awaited<ReturnType<typeof pageWorld>>, person: string) =>
  Decision.parse(await world.deps.table.get(keys.decision(world.request.approvalId, person))).proof;

describe('a signed request', () => {
  it('shows and decides as the person of its ARN, and the proof says so', async () => {
    const world = await pageWorld();
    const { statusCode, body } = await world.signed('view', {}, arnOf('alice'));
    expect([statusCode, JSON.parse(body).you]).toMatchObject([200, { id: 'alice', name: 'Alice', role: 'analyst' }]);
    expect((await world.signed('decision', decision, arnOf('alice'))).statusCode).toBe(200);
    expect(await made(world, 'alice')).toMatchObject({ approver: 'alice', identity: 'iam' });
  });

  it.each<[string, string | null]>([
    ['of nobody in the roster', arnOf('mallory')],
    ['of an ARN that begins like one', `${arnOf('alice')}x`],
    ['of an ARN in other letters', arnOf('Alice')],
    ['of the role without the person', arnOf('')],
    ['of the account itself', 'arn:aws:iam::123456789012:root'],
    ['without a caller', null],
    ['of no ARN', ''],
  ])('is of nobody when it is %s', async (_name, caller) => {
    const world = await pageWorld();
    expect((await world.signed('view', {}, caller)).statusCode).toBe(404);
    expect((await world.signed('decision', decision, caller)).statusCode).toBe(404);
    expect(await world.status()).toBe('awaiting_approval');
  });

  it('is of its signature only: a bearer token and the token of a link beside it are not looked at', async () => {
    const world = await withTokens();
    const asBob = bearer(await idToken({ sub: 'sub-bob', groups: ['admins'] }));
    const route = { resourcePath: '/iam/a/{approvalId}/view' };
    const path = `/iam/a/${world.request.approvalId}/view`;
    expect((await world.send(path, {}, asBob, { userArn: arnOf('mallory') }, route)).statusCode).toBe(404);
    const { statusCode, body } = await world.signed('view', { token: await world.token('bob') }, arnOf('alice'));
    expect([statusCode, JSON.parse(body).message]).toEqual([400, 'token: expected none beside a signature']);
  });
});

describe('a caller that API Gateway did not verify', () => {
  const sent = { userArn: arnOf('alice') };
  const paths = (id: string): [string, string][] => [
    ['the route of links', `/a/${id}/view`],
    ['a path with the prefix in the wrong place', `/a/iam/${id}/view`],
    ['a prefix that only looks like it', `/xiam/a/${id}/view`],
    ['a prefix that is encoded', `/%69am/a/${id}/view`],
  ];

  it.each(paths('0'.repeat(32)))('is believed on no other path: %s', async (_name, path) => {
    const world = await pageWorld();
    const ofWorld = path.replace('0'.repeat(32), world.request.approvalId);
    const { statusCode } = await world.send(ofWorld, {}, {}, sent);
    expect([400, 404]).toContain(statusCode);
    const event = { httpMethod: 'POST', path: ofWorld, requestContext: { requestId: 'r', identity: sent } };
    expect(await identify(world.deps, httpRequest(event))).toEqual({ kind: 'nobody' });
  });

  it('is not believed on a base path that ends in the prefix, because the route is another', async () => {
    const world = await pageWorld();
    const path = `/iam/a/${world.request.approvalId}/view`;
    const { statusCode } = await world.send(path, {}, {}, sent, { resourcePath: '/a/{approvalId}/view' });
    expect(statusCode).toBe(400);
    const { statusCode: byLink } = await world.send(
      path,
      { token: await world.token() },
      {},
      {},
      { resourcePath: '/a/{approvalId}/view' },
    );
    expect(byLink).toBe(200);
  });
});

describe('a bearer token', () => {
  it('shows and decides as its person, and the proof says so', async () => {
    const world = await withTokens();
    const headers = bearer(await idToken());
    expect(JSON.parse((await world.post('view', {}, headers)).body).you).toMatchObject({ id: 'alice' });
    expect((await world.post('decision', decision, headers)).statusCode).toBe(200);
    expect(await made(world, 'alice')).toMatchObject({ approver: 'alice', identity: 'oidc' });
  });

  it('is refused beside the token of a link, whoever the two are of', async () => {
    const world = await withTokens();
    for (const person of ['alice', 'bob']) {
      const token = await world.token(person);
      const { statusCode, body } = await world.post('decision', { ...decision, token }, bearer(await idToken()));
      expect([statusCode, JSON.parse(body).message]).toEqual([
        400,
        'token: expected none beside an Authorization header',
      ]);
    }
    expect(await world.status()).toBe('awaiting_approval');
  });

  it.each<[string, () => Promise<Record<string, string>>]>([
    ['with another scheme', async () => ({ Authorization: `Basic ${await idToken()}` })],
    ['twice in one header', async () => ({ Authorization: `Bearer ${await idToken()}, Bearer ${await idToken()}` })],
    ['without a token', async () => ({ Authorization: 'Bearer ' })],
    ['that is empty', async () => ({ Authorization: '' })],
    ['that does not verify', async () => bearer(`${(await idToken()).slice(0, -4)}AAAA`)],
    ['of nobody in any group', async () => bearer(await idToken({ groups: [] }))],
    ['that is over', async () => bearer(await idToken({ exp: 1 }))],
  ])('is of nobody %s', async (_name, headers) => {
    const world = await withTokens();
    expect((await world.post('view', {}, await headers())).statusCode).toBe(404);
    expect((await world.post('decision', decision, await headers())).statusCode).toBe(404);
    expect(await world.status()).toBe('awaiting_approval');
  });

  it('is of nobody when the header came twice, whichever value arrived', async () => {
    const world = await withTokens();
    const token = await idToken();
    const event = {
      httpMethod: 'POST',
      path: `/a/${world.request.approvalId}/view`,
      headers: { 'content-type': 'application/json', ...bearer(token) },
      multiValueHeaders: { Authorization: ['Bearer x.y.z', `Bearer ${token}`] },
      body: '{}',
      requestContext: { requestId: 'req-1' },
    };
    expect((await world.handler(event)).statusCode).toBe(404);
    expect(
      (await world.handler({ ...event, multiValueHeaders: { Authorization: [`Bearer ${token}`] } })).statusCode,
    ).toBe(200);
  });

  it('is of nobody where no identity provider is configured', async () => {
    const world = await pageWorld();
    expect((await world.post('view', {}, bearer(await idToken()))).statusCode).toBe(404);
  });

  it('of somebody whose groups are good for less shows the page and decides nothing', async () => {
    const world = await withTokens();
    const headers = bearer(await idToken({ sub: 'sub-bob', groups: ['on-call'] }));
    const { you, request } = JSON.parse((await world.post('view', {}, headers)).body);
    expect(you).toMatchObject({ id: 'bob', role: 'viewer' });
    expect(request.closed).toMatchObject({ outcome: 'not-permitted' });
    const { statusCode, body } = await world.post('decision', decision, headers);
    expect([statusCode, JSON.parse(body).message]).toEqual([
      403,
      expect.stringMatching(/^bob is admin, but their groups/),
    ]);
  });

  it('of an admin decides only what their groups answer for, though Cedar knows no such bound', async () => {
    const roster = Roster.parse({
      approvers: [{ id: 'bob', name: 'Bob', role: 'admin', oidc: 'sub-bob' }],
      groups: [{ group: 'ledger-admins', role: 'admin', teams: ['ledger'] }],
    });
    const world = await withTokens({ deps: { policy: policyLayer({ roster }) } });
    const headers = bearer(await idToken({ sub: 'sub-bob', groups: ['ledger-admins'] }));
    expect((await world.post('view', {}, headers)).statusCode).toBe(200);
    expect((await world.post('decision', decision, headers)).statusCode).toBe(403);
  });
});

describe('a guest', () => {
  const guest = (teams: string[]) => ({
    ...policyLayer().roster,
    groups: Roster.parse({ approvers: [], groups: [{ group: 'on-call', role: 'admin', teams }] }).groups,
  });
  const look = async (teams: string[]) => {
    const world = await withTokens({ deps: { policy: policyLayer({ roster: guest(teams) }) } });
    const headers = bearer(await idToken({ sub: 'sub-visitor' }));
    return { world, headers, response: await world.post('view', {}, headers) };
  };

  it.each([[['checkout']], [['*']]])('of a team in %s sees the incident and decides nothing', async (teams) => {
    const { world, headers, response } = await look(teams);
    expect(response.statusCode).toBe(200);
    expect(JSON.parse(response.body).you).toMatchObject({
      id: 'guest',
      name: 'sub-visitor',
      role: 'viewer',
    });
    expect((await world.post('decision', decision, headers)).statusCode).toBe(403);
  });

  it('of another team gets what an unknown id gets', async () => {
    const { world, headers, response } = await look(['ledger']);
    expect(response).toEqual(await world.post('view', {}, headers, 'f'.repeat(32)));
    expect(response.statusCode).toBe(404);
  });
});

describe('somebody who is away', () => {
  const { roster } = policyLayer();
  const away = [{ from: later(0).toISOString(), until: later(600).toISOString(), delegate: 'bob' }];
  const policy = policyLayer({
    roster: { ...roster, approvers: roster.approvers.map((one) => (one.id === 'alice' ? { ...one, away } : one)) },
  });
  const why = `alice is away until ${later(600).toISOString()}; bob decides in their place`;

  it.each(['link', 'iam', 'oidc'] as const)('sees the page and decides nothing, by %s', async (method) => {
    const world = await withTokens({ deps: { policy } });
    const token = await world.token();
    const send = async (what: string, body: object) => {
      if (method === 'link') return world.post(what, { ...body, token });
      return method === 'iam'
        ? world.signed(what, body, arnOf('alice'))
        : world.post(what, body, bearer(await idToken()));
    };
    expect(JSON.parse((await send('view', {})).body).request.closed).toMatchObject({ outcome: 'not-permitted' });
    const { statusCode, body } = await send('decision', decision);
    expect([statusCode, JSON.parse(body).message]).toEqual([403, why]);
    world.at(600);
    expect(await send('decision', decision)).toMatchObject({ statusCode: 200 });
  });
});

describe('a high risk', () => {
  const change = { ...decision, digest: proposalDigest(high), reason: 'agreed' };

  it('is only viewed by a link', async () => {
    const world = await pageWorld({ choices: choiceSet(high) });
    const token = await world.token('bob');
    expect((await world.post('view', { token })).statusCode).toBe(200);
    const { statusCode, body } = await world.post('decision', { ...change, token });
    expect([statusCode, JSON.parse(body).message]).toEqual([
      403,
      'a link alone only views a high-risk change: sign in, or sign the request with AWS credentials',
    ]);
  });

  it('tells of the first approval while it waits for the second, and keeps the time', async () => {
    const world = await pageWorld({ choices: choiceSet(high) });
    const before = await world.read();
    await world.signed('decision', change, arnOf('alice'));
    const { seq, due, reason } = await world.read();
    expect([seq, due, reason]).toEqual([before.seq + 1, before.due, 'approved by alice; another person must approve']);
  });

  it('is approved by an admin alone only where the policy lets them break the glass', async () => {
    const body = { ...change, breakGlass: true };
    const closed = await pageWorld({ choices: choiceSet(high) });
    expect((await closed.signed('decision', body, arnOf('bob'))).statusCode).toBe(403);
    const { policy } = policyLayer();
    const open = await pageWorld({
      choices: choiceSet(high),
      deps: { policy: policyLayer({ policy: { ...policy, breakGlass: true } }) },
    });
    expect((await open.post('decision', { ...body, token: await open.token('bob') })).statusCode).toBe(403);
    expect((await open.signed('decision', body, arnOf('alice'))).statusCode).toBe(403);
    const { statusCode, body: answer } = await open.signed('decision', body, arnOf('bob'));
    expect([statusCode, JSON.parse(answer).message]).toEqual([
      200,
      'break-glass, told to everybody and to be reviewed: approved: the change will be made now',
    ]);
    expect(await open.reason()).toBe('break-glass: approved by bob alone: agreed');
    expect(open.meter.counts.get('BreakGlassUsed')).toBe(1);
  });
});

describe('whoever is not let in', () => {
  it('leaves a trace of the means and, where they are known, of who it was; never of a token', async () => {
    const world = await withTokens();
    const token = await idToken({ groups: [] });
    await world.post('view', {}, bearer(token));
    const caller = arnOf('mallory');
    world.at(91);
    await world.signed('view', {}, caller);
    world.at(92);
    await world.signed('view', {}, arnOf('alice'), 'f'.repeat(32));
    const facts = audits(world);
    const base = { fact: 'authentication_failed', by: 'approval-api', sourceIp: '10.0.0.7' };
    expect(facts).toMatchObject([
      { ...base, method: 'oidc', approvalId: world.request.approvalId },
      { ...base, method: 'iam', caller, approvalId: world.request.approvalId },
      { ...base, method: 'iam', person: 'alice', approvalId: 'f'.repeat(32) },
    ]);
    expect(facts[1]).not.toHaveProperty('person');
    const left = JSON.stringify([facts, world.log.entries]);
    for (const part of token.split('.')) expect(left).not.toContain(part);
    expect(world.meter.counts.get('AuthenticationFailed')).toBe(3);
  });
});

describe('what is decided by an identity', () => {
  it('is logged without its token and reason', async () => {
    const world = await withTokens();
    const token = await idToken();
    await world.post('decision', { ...decision, reason: 'a private remark' }, bearer(token));
    const log = JSON.stringify(world.log.entries);
    expect(log).toContain('"method":"oidc"');
    expect(log).not.toContain('private remark');
    for (const part of token.split('.')) expect(log).not.toContain(part);
  });
});

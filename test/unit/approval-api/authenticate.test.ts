import { describe, expect, it } from 'vitest';
import { linkToken } from '../../../core/approval/link.ts';
import { Roster } from '../../../core/policy/roster.ts';
import type { Item, Key, Table } from '../../../core/incident/table.ts';
import { unknownLink } from '../../../functions/approval-api/respond.ts';
import { linkKey, pageWorld } from '../../support/approval-page.ts';
import { epoch, idToken, providerVerifier } from '../../support/identity-provider.ts';
import { arnOf, policyLayer } from '../../support/policy.ts';

/** Counts what a request costs, in kind. */
const counted = (table: Table) => {
  const calls: string[] = [];
  const noting =
    <A extends unknown[], R>(name: string, call: (...args: A) => R) =>
    (...args: A): R => {
      calls.push(name);
      return call(...args);
    };
  return {
    calls,
    table: {
      get: noting('get', (key: Key) => table.get(key)),
      getAll: noting('getAll', table.getAll),
      list: noting('list', (pk: string, prefix?: string) => table.list(pk, prefix)),
      newest: table.newest,
      due: table.due,
      byStatus: table.byStatus,
      transact: noting('transact', table.transact),
    } satisfies Table,
    verifier: { verify: noting('verify', linkKey.verifier.verify) },
  };
};

/** A request, by a link unless it is signed or brings a bearer token. */
type Sent = { id?: string; token?: string; at?: number; arn?: string; bearer?: string };

const attempt = async (
  what: 'view' | 'decision',
  how: (world: Awaited<ReturnType<typeof pageWorld>>) => Promise<Sent>,
) => {
  const world = await pageWorld();
  const { id, token, at, arn, bearer } = await how(world);
  if (at !== undefined) world.at(at);
  const { calls, table, verifier } = counted(world.deps.table);
  const tokens = providerVerifier(world.deps.now);
  const seen = await pageWorld({ deps: { table, linkVerifier: verifier, tokens, now: world.deps.now } });
  const body = {
    ...(token === undefined ? {} : { token }),
    ...(what === 'view' ? {} : { decision: 'approve', digest: 'a'.repeat(64), rollbackConsent: true }),
  };
  const headers = { 'User-Agent': 'phone', ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }) };
  const response =
    arn === undefined ? await seen.post(what, body, headers, id) : await seen.signed(what, body, arn, id);
  const audits: Item[] = world.memory.all().filter(({ pk }) => pk.startsWith('AUDIT#'));
  return { calls, response, audits, seen };
};

const cases: [string, Parameters<typeof attempt>[1]][] = [
  ['an unknown id', async (w) => ({ id: 'f'.repeat(32), token: await w.token() })],
  ['an id that is none', async (w) => ({ id: 'INCIDENT%23x', token: await w.token() })],
  ['a token that is none', async () => ({ token: 'hello' })],
  ['no token', async () => ({ token: '' })],
  ['an altered token', async (w) => ({ token: `${(await w.token()).slice(0, -2)}AA` })],
  ['the token of a proof key', async (w) => ({ token: await linkToken(w.deps.proofGenerator, w.request, 'alice') })],
  [
    'the token of another request',
    async (w) => ({ token: await linkToken(linkKey.generator, { ...w.request, purpose: 'rollback' }, 'alice') }),
  ],
  ['a token for nobody of the roster', async (w) => ({ token: await w.token('mallory') })],
  ['a request that ended more than a day ago', async (w) => ({ token: await w.token(), at: 900 + 86_401 })],
];

const dayAfter = 900 + 86_401;
const unknown = 'f'.repeat(32);
/** Somebody in the groups of the roster, but of a team that does not answer for the incident. */
const elsewhere = { sub: 'sub-visitor', groups: ['searchers'] };

const identityCases: [string, Parameters<typeof attempt>[1]][] = [
  ['a signature of nobody', async () => ({ arn: arnOf('mallory') })],
  ['a signature of nobody to an unknown id', async () => ({ arn: arnOf('mallory'), id: unknown })],
  ['a signature of alice to an unknown id', async () => ({ arn: arnOf('alice'), id: unknown })],
  ['a signature of alice to no id', async () => ({ arn: arnOf('alice'), id: 'x' })],
  ['a signature of alice, a day after the end', async () => ({ arn: arnOf('alice'), at: dayAfter })],
  ['a token of nobody', async () => ({ bearer: await idToken({ groups: [] }) })],
  ['a token that does not verify', async () => ({ bearer: await idToken({ iss: 'https://evil.example' }) })],
  ['a token that is none', async () => ({ bearer: 'hello' })],
  ['a token of alice to an unknown id', async () => ({ bearer: await idToken(), id: unknown })],
  ['a token of a guest of another team', async () => ({ bearer: await idToken(elsewhere) })],
  ['a token of a guest to an unknown id', async () => ({ bearer: await idToken(elsewhere), id: unknown })],
  [
    'a token of alice, a day after the end',
    async () => ({
      bearer: await idToken({ iat: epoch(dayAfter), exp: epoch(dayAfter + 60) }),
      at: dayAfter,
    }),
  ],
];

describe('whoever shows an identity', () => {
  it.each<[string, () => Promise<Sent>]>([
    ['signature', async () => ({ arn: arnOf('alice') })],
    ['token', async () => ({ bearer: await idToken() })],
  ])('gets the whole page for four reads by a %s', async (_name, how) => {
    const { response, calls, audits } = await attempt('view', how);
    expect(response.statusCode).toBe(200);
    expect(calls).toEqual(['list', 'getAll', 'getAll', 'list']);
    expect(audits).toEqual([]);
  });

  it('may read only what Cedar lets them read', async () => {
    const asked: unknown[] = [];
    const policy = policyLayer({
      decide: (question) => {
        asked.push(question);
        return { allowed: question.action !== 'read', because: [] };
      },
    });
    const world = await pageWorld({ deps: { policy } });
    expect((await world.signed('view', {}, arnOf('alice'))).statusCode).toBe(404);
    expect(asked).toMatchObject([
      { action: 'read', principal: { id: 'alice', role: 'analyst' }, resource: { kind: 'Deployment' } },
    ]);
  });
});

describe('whoever shows no identity that may see the request', () => {
  for (const what of ['view', 'decision'] as const) {
    it.each(identityCases)(`gets the one answer at the one price from ${what}: %s`, async (_name, how) => {
      const { response, calls, audits } = await attempt(what, how);
      expect(response).toEqual(unknownLink());
      expect(calls).toEqual(['list', 'getAll', 'transact']);
      expect(audits).toHaveLength(1);
    });
  }
});

describe('whoever has a valid link', () => {
  it('gets the whole page for three reads', async () => {
    const { response, calls } = await attempt('view', async (w) => ({ token: await w.token() }));
    expect(response.statusCode).toBe(200);
    expect(calls).toEqual(['list', 'verify', 'getAll', 'list']);
  });
});

describe('whoever has no valid link', () => {
  const only = attempt('view', async () => ({ token: 'hello' }));

  for (const what of ['view', 'decision'] as const) {
    it.each(cases)(`gets the one answer at the one price from ${what}: %s`, async (_name, how) => {
      const { response, calls, audits } = await attempt(what, how);
      expect(response).toEqual((await only).response);
      expect(response.statusCode).toBe(404);
      expect(calls).toEqual(['list', 'verify', 'transact']);
      expect(audits).toHaveLength(1);
    });
  }

  it('leaves a trace without a token', async () => {
    const { audits, seen } = await attempt('view', async (w) => ({ token: `${(await w.token()).slice(0, -2)}AA` }));
    expect(audits).toMatchObject([
      {
        pk: 'AUDIT#2026-11-20T03',
        fact: 'authentication_failed',
        by: 'approval-api',
        approvalId: seen.request.approvalId,
        sourceIp: '10.0.0.7',
        userAgent: 'phone',
      },
    ]);
    expect(JSON.stringify([audits, seen.log.entries])).not.toContain((await seen.token()).slice(0, -2));
    expect(seen.meter.counts.get('AuthenticationFailed')).toBe(1);
  });

  it('includes a person who left the roster', async () => {
    const { roster } = policyLayer();
    const without = { ...roster, approvers: roster.approvers.filter(({ id }) => id !== 'alice') };
    const world = await pageWorld({ deps: { policy: policyLayer({ roster: without }) } });
    expect((await world.post('view', { token: await world.token() })).statusCode).toBe(404);
    expect((await world.post('view', { token: await world.token('bob') })).statusCode).toBe(200);
  });

  it('includes whoever sends no token where everything verifies, even with a colleague called nobody', async () => {
    const roster = Roster.parse({ approvers: [{ id: 'nobody', name: 'Nobody', role: 'admin' }] });
    const world = await pageWorld({
      deps: { policy: policyLayer({ roster }), linkVerifier: { verify: async () => true } },
    });
    expect((await world.post('view', { token: 'hello' })).statusCode).toBe(404);
  });

  it('includes whoever put the row of one request under the id of another', async () => {
    const world = await pageWorld();
    const id = 'e'.repeat(32);
    await world.deps.table.transact([
      { kind: 'create', item: { pk: `APPROVAL#${id}`, sk: 'REQUEST', ...world.request } },
    ]);
    expect((await world.post('view', { token: await world.token() }, {}, id)).statusCode).toBe(404);
  });
});

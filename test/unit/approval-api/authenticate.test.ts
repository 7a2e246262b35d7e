import { describe, expect, it } from 'vitest';
import { linkToken } from '../../../core/approval/link.ts';
import { Roster } from '../../../core/policy/roster.ts';
import type { Item, Key, Table } from '../../../core/incident/table.ts';
import { linkKey, pageWorld } from '../../support/approval-page.ts';
import { policyLayer } from '../../support/policy.ts';

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

const attempt = async (
  what: 'view' | 'decision',
  how: (world: Awaited<ReturnType<typeof pageWorld>>) => Promise<{ id?: string; token: string; at?: number }>,
) => {
  const world = await pageWorld();
  const { id, token, at } = await how(world);
  if (at !== undefined) world.at(at);
  const { calls, table, verifier } = counted(world.deps.table);
  const seen = await pageWorld({ deps: { table, linkVerifier: verifier, now: world.deps.now } });
  const body = {
    token,
    ...(what === 'view' ? {} : { decision: 'approve', digest: 'a'.repeat(64), rollbackConsent: true }),
  };
  const response = await seen.post(what, body, { 'User-Agent': 'phone' }, id);
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

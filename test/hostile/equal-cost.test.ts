import { describe, expect, it } from 'vitest';
import { linkToken } from '../../core/approval/link.ts';
import { keys } from '../../core/incident/keys.ts';
import { decision } from '../support/approval.ts';
import { linkKey, pageWorld } from '../support/approval-page.ts';
import { idToken, providerVerifier } from '../support/identity-provider.ts';
import { later } from '../support/incident.ts';
import { arnOf } from '../support/policy.ts';
import { counted } from './counted.ts';

type World = Awaited<ReturnType<typeof pageWorld>>;

/** Every state in which a request can be, and ids of none. */
const requests: Record<string, () => Promise<{ world: World; id?: string }>> = {
  'one that waits': async () => ({ world: await pageWorld() }),
  'one that nobody decided in time': async () => ({
    world: await pageWorld({ incident: { status: 'expired' }, request: { status: 'expired', version: 1 } }),
  }),
  'one that is over since yesterday': async () => {
    const world = await pageWorld();
    world.at(900 + 86_401);
    return { world };
  },
  'one that was approved': async () => {
    const world = await pageWorld({ incident: { status: 'approved' }, request: { status: 'approved', version: 1 } });
    const one = await decision();
    const item = { ...keys.decision(world.request.approvalId, 'alice'), ...one };
    await world.deps.table.transact([{ kind: 'create', item }]);
    return { world };
  },
  'one that was rejected': async () => ({
    world: await pageWorld({ incident: { status: 'rejected' }, request: { status: 'rejected', version: 1 } }),
  }),
  'one that was canceled': async () => ({
    world: await pageWorld({ incident: { status: 'self_recovered' }, request: { status: 'void', version: 1 } }),
  }),
  'a rollback that waits': async () => ({ world: await pageWorld({ purpose: 'rollback' }) }),
  'an unknown one': async () => ({ world: await pageWorld(), id: 'f'.repeat(32) }),
  'no id': async () => ({ world: await pageWorld(), id: 'x' }),
  'a long id': async () => ({ world: await pageWorld(), id: 'x'.repeat(128) }),
  'an id of another partition': async () => ({ world: await pageWorld(), id: 'INCIDENT%23inc-1' }),
};

/** What somebody brings who may not see any of them; the same bytes, whatever the request. */
const credentials: Record<string, () => Promise<{ token?: string; arn?: string; bearer?: string }>> = {
  'a token of another request': async () => {
    const { request } = await pageWorld();
    return { token: await linkToken(linkKey.generator, { ...request, approvalId: 'e'.repeat(32) }, 'alice') };
  },
  'a token for nobody': async () => {
    const { request } = await pageWorld();
    return { token: await linkToken(linkKey.generator, request, 'mallory') };
  },
  'a token of another length': async () => ({ token: 'YWxpY2U.AAAA' }),
  'no token at all': async () => ({ token: '' }),
  'a token without end': async () => ({ token: 'a'.repeat(1000) }),
  'a signature of nobody': async () => ({ arn: arnOf('mallory') }),
  'a token of the provider that does not verify': async () => ({ bearer: await idToken({ aud: 'another' }) }),
  'a token that is none': async () => ({ bearer: 'hello' }),
  'a guest of another team': async () => ({ bearer: await idToken({ sub: 'sub-visitor', groups: ['searchers'] }) }),
};

const attempt = async (
  what: 'view' | 'decision',
  request: keyof typeof requests,
  credential: keyof typeof credentials,
) => {
  const made = await requests[request]?.();
  const brought = await credentials[credential]?.();
  if (made === undefined || brought === undefined) throw new Error('no such case');
  const { world, id = world.request.approvalId } = made;
  const { token, arn, bearer } = brought;
  const { calls, deps } = counted(
    world.deps.table,
    world.deps.linkVerifier,
    providerVerifier(() => later(90)),
  );
  const seen = await pageWorld({ deps: { ...deps, now: world.deps.now } });
  const body = {
    ...(token === undefined ? {} : { token }),
    ...(what === 'view' ? {} : { decision: 'approve', digest: 'a'.repeat(64), rollbackConsent: true }),
  };
  const before = world.memory.all();
  const response =
    arn === undefined
      ? await seen.post(what, body, bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }, id)
      : await seen.signed(what, body, arn, id);
  const left = world.memory.all().filter(({ pk }) => !pk.startsWith('AUDIT#'));
  return { response, calls, changed: JSON.stringify(left) !== JSON.stringify(before) };
};

describe('an existing request and an unknown one', () => {
  for (const what of ['view', 'decision'] as const) {
    it.each(Object.keys(credentials))(
      `cost the same calls and get the same answer from ${what} for %s`,
      async (name) => {
        const [first, ...others] = await Promise.all(Object.keys(requests).map((one) => attempt(what, one, name)));
        expect(first).toMatchObject({ response: { statusCode: 404 }, changed: false });
        for (const other of others) expect(other).toEqual(first);
      },
    );
  }

  it('cost one query, one verification and one fact by a link; one read of the incident more by an identity', async () => {
    const calls = async (name: keyof typeof credentials) => (await attempt('view', 'an unknown one', name)).calls;
    expect(await calls('no token at all')).toEqual(['list', 'verify 32', 'transact 1']);
    expect(await calls('a signature of nobody')).toEqual(['list', 'getAll 1', 'transact 1']);
    expect(await calls('a guest of another team')).toEqual(['list', 'getAll 1', 'token', 'transact 1']);
  });

  it('would not where more is read of a request that exists, which is seen', async () => {
    const world = await pageWorld();
    const { calls, deps } = counted(world.deps.table, linkKey.verifier, providerVerifier(world.deps.now));
    const list = async (pk: string, prefix?: string) => {
      const found = await deps.table.list(pk, prefix);
      if (found.length > 0) await deps.table.getAll([{ pk, sk: 'MORE' }]);
      return found;
    };
    const seen = await pageWorld({ deps: { ...deps, table: { ...deps.table, list } } });
    await seen.post('view', { token: 'x' }, {}, 'f'.repeat(32));
    const unknown = calls.splice(0);
    await seen.post('view', { token: 'x' });
    expect(calls).not.toEqual(unknown);
  });
});

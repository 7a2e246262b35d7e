import { describe, expect, it } from 'vitest';
import { nonceOf } from '../../../core/approval/sign-in/nonce.ts';
import { Roster } from '../../../core/policy/roster.ts';
import { tokenVerifier } from '../../../core/runtime/oidc.ts';
import { peopleOf } from '../../../local/identity-provider/people.ts';
import { tokenMaker } from '../../../local/identity-provider/sign.ts';
import { pageWorld } from '../../support/approval-page.ts';
import { later } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';

const roster = Roster.parse({
  approvers: [{ id: 'alice', name: 'Alice', role: 'analyst', teams: ['checkout'], oidc: 'alice@example.com' }],
  groups: [{ group: 'on-call', role: 'analyst', teams: ['checkout'] }],
});
const now = (): Date => later(90);
const maker = await tokenMaker('https://idp.example', now);
const oidc = { issuer: 'https://idp.example', audience: 'sovereign-ops', groupsClaim: 'groups', keys: maker.keys };
const world = await pageWorld({ deps: { policy: policyLayer({ roster }), tokens: tokenVerifier(oidc, now) } });

const secret = 'k'.repeat(43);
const own = await nonceOf(secret);
const [alice] = peopleOf(roster);
if (alice === undefined) throw new Error('nobody can sign in');
const token = await maker.make(alice, 'sovereign-ops', own);

describe('a token of a sign-in', () => {
  it('speaks for a person together with the secret of the tab that asked for it', async () => {
    const headers = { Authorization: `Bearer ${token}`, 'Sign-In-Secret': secret };
    expect(await world.post('view', {}, headers)).toMatchObject({ statusCode: 200 });
  });

  it.each([
    ['without a secret', {}],
    ['with another secret', { 'Sign-In-Secret': 'x'.repeat(43) }],
    ['with its own nonce for a secret', { 'Sign-In-Secret': own }],
  ])('is nobody %s', async (_how, more) => {
    const headers = { Authorization: `Bearer ${token}`, ...more };
    expect(await world.post('view', {}, headers)).toMatchObject({ statusCode: 404 });
  });
});

import { describe, expect, it } from 'vitest';
import { verifyAuthority } from '../../../core/approval/authority.ts';
import { readClaimed } from '../../../core/approval/claimed.ts';
import { requestItem } from '../../../core/approval/request.ts';
import { keys, prefixes } from '../../../core/incident/keys.ts';
import type { Table } from '../../../core/incident/table.ts';
import { proposalDigest } from '../../../core/remediation/digest.ts';
import { proofKey } from '../../support/approval.ts';
import { pageWorld } from '../../support/approval-page.ts';
import { later } from '../../support/incident.ts';
import { arnOf, policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

type World = Awaited<ReturnType<typeof pageWorld>>;
const digest = proposalDigest(proposal());
const high = proposal({ risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } });

const click = async (world: World, person = 'alice', change: Record<string, unknown> = {}) => {
  const token = await world.token(person);
  const body = { token, decision: 'approve', digest, confirm: 'payments-api', rollbackConsent: true, ...change };
  const { statusCode, body: answer } = await world.post('decision', body);
  return { statusCode, ...JSON.parse(answer) };
};
/** The same, by a request that they signed. */
const sign = async (world: World, person: string, change: Record<string, unknown> = {}) => {
  const body = { decision: 'approve', digest, rollbackConsent: true, ...change };
  const { statusCode, body: answer } = await world.signed('decision', body, arnOf(person));
  return { statusCode, ...JSON.parse(answer) };
};
const transitions = async (world: World) =>
  (await world.deps.table.list(keys.incident(world.incident.id).pk, prefixes.transition)).map(({ to }) => to);
const authority = async (world: World) => {
  const claimed = await readClaimed(world.deps.table, world.request.approvalId);
  if (claimed === undefined) throw new Error('nothing claimed');
  const { policy, roster } = world.deps.policy;
  return verifyAuthority(claimed, world.incident.id, proofKey.verifier, roster, policy);
};

describe('a decision', () => {
  it('approves once, and what it signs is what an executor accepts', async () => {
    const world = await pageWorld();
    expect(await click(world)).toMatchObject({ statusCode: 200, outcome: 'decided', decision: 'approved' });
    expect(await world.status()).toBe('approved');
    expect(await authority(world)).toMatchObject({
      kind: 'granted',
      digest,
      approver: { id: 'alice' },
      rollbackConsented: true,
      executeBy: later(90 + 300),
    });
  });

  it('keeps a reason that was cut in the middle of a character in a form that a table takes', async () => {
    const world = await pageWorld();
    const reason = `${'x'.repeat(999)}\ud83d`;
    expect(await click(world, 'alice', { reason })).toMatchObject({ statusCode: 200 });
    const { approvalId } = world.request;
    expect(await world.deps.table.get(keys.decision(approvalId, 'alice'))).toMatchObject({
      reason: `${'x'.repeat(999)}\ufffd`,
    });
  });

  it('never says that a change will be made which was asked in mode propose', async () => {
    const shown = proposal({ mode: 'propose' });
    const world = await pageWorld({ choices: choiceSet(shown) });
    const answer = await click(world, 'alice', { digest: proposalDigest(shown), rollbackConsent: false });
    expect(answer).toMatchObject({ statusCode: 200, message: expect.stringContaining('nothing will be executed') });
  });

  it('does not approve a medium risk without the name of the resource, and does with it', async () => {
    const medium = proposal({ risk: { level: 'medium', factors: [] } });
    const world = await pageWorld({ choices: choiceSet(medium) });
    const before = world.memory.all();
    const change = { digest: proposalDigest(medium) };
    for (const confirm of [undefined, 'payments']) {
      expect(await click(world, 'alice', { ...change, confirm })).toMatchObject({
        statusCode: 422,
        outcome: 'confirm-needed',
      });
    }
    expect(world.memory.all()).toEqual(before);
    expect(await click(world, 'alice', change)).toMatchObject({ statusCode: 200, outcome: 'decided' });
  });

  it.each([
    [5, 1],
    [6, 0],
  ])('made after %i seconds counts %i times as one that nobody can have thought about', async (seconds, quick) => {
    const world = await pageWorld();
    world.at(seconds);
    await click(world);
    expect(world.meter.counts.get('DecidedWithin5Seconds')).toBe(quick);
    expect(world.meter.durations.get('TimeToDecide')).toEqual([seconds]);
  });

  it('answers every later click with who, what and when, and changes nothing', async () => {
    const world = await pageWorld();
    await click(world);
    const after = world.memory.all();
    world.at(200);
    const at = later(90).toISOString();
    for (const [person, decision] of [
      ['alice', 'approve'],
      ['bob', 'approve'],
      ['bob', 'reject'],
    ]) {
      expect(await click(world, person, { decision, reason: 'no' })).toEqual({
        statusCode: 409,
        outcome: 'already',
        message: `already approved by alice at ${at}`,
        by: 'alice',
        decision: 'approved',
        at,
      });
    }
    expect(world.memory.all()).toEqual(after);
  });

  it('lets one of twenty simultaneous clicks through', async () => {
    const world = await pageWorld();
    const people = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? 'alice' : 'bob'));
    const answers = await Promise.all(people.map((person) => click(world, person)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array(19).fill(409),
    ]);
    expect(await transitions(world)).toHaveLength(2);
  });

  it('rejects with a reason and holds nothing that could be executed', async () => {
    const world = await pageWorld();
    expect(await click(world, 'bob', { decision: 'reject' })).toMatchObject({
      statusCode: 422,
      outcome: 'reason-needed',
    });
    expect(await click(world, 'bob', { decision: 'reject', reason: 'freeze' })).toMatchObject({ statusCode: 200 });
    expect(await world.status()).toBe('rejected');
    expect(await authority(world)).toMatchObject({ kind: 'refused' });
  });

  it('waits for a second person of a second role, and counts both proofs', async () => {
    const world = await pageWorld({ choices: choiceSet(high) });
    const change = { digest: proposalDigest(high), reason: 'agreed' };
    expect(await sign(world, 'alice', change)).toMatchObject({ statusCode: 200, outcome: 'decided' });
    expect(await world.status()).toBe('awaiting_approval');
    expect(await authority(world)).toMatchObject({ kind: 'refused' });
    world.at(800);
    expect(await sign(world, 'bob', { ...change, rollbackConsent: false })).toMatchObject({ statusCode: 200 });
    expect(await authority(world)).toMatchObject({
      kind: 'granted',
      approver: { id: 'bob' },
      rollbackConsented: false,
      executeBy: later(800 + 300),
    });
  });

  it('decides twice at the same moment by trying once more with what the other one wrote', async () => {
    const world = await pageWorld({ choices: choiceSet(high) });
    const change = { digest: proposalDigest(high), reason: 'agreed' };
    const both = await Promise.all([sign(world, 'alice', change), sign(world, 'bob', change)]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(await world.status()).toBe('approved');
  });

  it('gives up truthfully when others always come first', async () => {
    const world = await pageWorld();
    const { table } = world.deps;
    let version = 0;
    const contended: Table = {
      ...table,
      transact: async (writes) => {
        version += 1;
        const item = requestItem({ ...world.request, version });
        await table.transact([{ kind: 'replace', item, when: [] }]);
        return table.transact(writes);
      },
    };
    const contender = await pageWorld({ deps: { table: contended } });
    expect(await click(contender)).toMatchObject({ statusCode: 409, outcome: 'busy' });
    expect(await world.status()).toBe('awaiting_approval');
  });

  it.each<[string, number, string, () => Promise<unknown>]>([
    [
      'after expiry',
      410,
      'late',
      async () => {
        const world = await pageWorld();
        world.at(900);
        return click(world);
      },
    ],
    [
      'when the incident recovered',
      409,
      'void',
      async () => click(await pageWorld({ incident: { status: 'self_recovered' } })),
    ],
    [
      'for another digest',
      409,
      'digest-mismatch',
      async () => click(await pageWorld(), 'alice', { digest: 'a'.repeat(64) }),
    ],
    [
      'of somebody who was not asked',
      403,
      'not-permitted',
      async () => click(await pageWorld({ request: { approvers: ['bob'] } })),
    ],
    [
      'of a viewer',
      403,
      'not-permitted',
      async () => click(await pageWorld({ request: { approvers: ['carol'] } }), 'carol'),
    ],
  ])('is refused %s', async (_name, statusCode, outcome, run) => {
    expect(await run()).toMatchObject({ statusCode, outcome });
  });

  it('asks the policy about every target, as this person, and one no is a no', async () => {
    const asked: unknown[] = [];
    const policy = policyLayer({
      decide: (question) => {
        asked.push(question);
        return { allowed: question.resource.kind === 'Deployment', because: [] };
      },
    });
    const world = await pageWorld({ deps: { policy } });
    expect(await click(world)).toMatchObject({ statusCode: 403, outcome: 'not-permitted' });
    expect(asked).toMatchObject([
      { principal: { id: 'alice', role: 'analyst', teams: ['checkout'] }, action: 'approve', context: { risk: 'low' } },
      { resource: { kind: 'HorizontalPodAutoscaler' } },
    ]);
  });

  it('logs neither the token nor the reason', async () => {
    const world = await pageWorld();
    await click(world, 'alice', { reason: 'a private remark' });
    const log = JSON.stringify(world.log.entries);
    expect(log).toContain('alice');
    expect(log).not.toContain('private remark');
    expect(log).not.toContain((await world.token()).split('.')[1]);
  });
});

describe('a decision about a rollback', () => {
  const asked = async () => {
    const world = await pageWorld({ purpose: 'rollback' });
    const first = await pageWorld();
    await click(first);
    const signed = await first.deps.table.get(keys.decision(first.request.approvalId, 'alice'));
    if (signed === undefined) throw new Error('no decision');
    await world.deps.table.transact([{ kind: 'create', item: signed }]);
    return world;
  };

  it('restores', async () => {
    const world = await asked();
    expect(await click(world)).toMatchObject({
      statusCode: 200,
      message: 'approved: the prior state will be restored now',
    });
    expect(await world.status()).toBe('rolling_back');
    expect(await authority(world)).toMatchObject({ kind: 'granted', rollbackConsented: true });
  });

  it('keeps the change, with a reason', async () => {
    const world = await asked();
    expect(await click(world, 'bob', { decision: 'reject' })).toMatchObject({ statusCode: 422 });
    expect(await click(world, 'bob', { decision: 'reject', reason: 'it helps' })).toMatchObject({ statusCode: 200 });
    expect(await world.status()).toBe('closed');
    expect(await world.reason()).toBe('change kept by bob: it helps');
  });
});

import { describe, expect, it } from 'vitest';
import type { ProofFields } from '../../../core/approval/proof.ts';
import { keys } from '../../../core/incident/keys.ts';
import { Policy } from '../../../core/policy/policy.ts';
import { Roster } from '../../../core/policy/roster.ts';
import type { Proposal } from '../../../core/remediation/proposal.ts';
import { createHandler, type Deps } from '../../../functions/executor/handler.ts';
import { decision } from '../../support/approval.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { type World, world } from '../../support/world.ts';

const high = proposal({ risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } });
const medium = proposal({ risk: { level: 'medium', factors: [] } });
const withPolicy = (change: Partial<Policy>) =>
  policyLayer({ policy: Policy.parse({ ...policyLayer().policy, ...change }) });

const approved = async (
  choice: Proposal,
  proofs: Partial<ProofFields>[],
  status: 'approved' | 'executing' = 'approved',
) => {
  const choices = choiceSet(choice);
  const decisions = await Promise.all(proofs.map((change) => decision(change, choices)));
  return world({ choices, decisions, incident: { status } });
};
const run = async (w: World, deps: Partial<Deps> = {}) =>
  createHandler({ ...w.deps, ...deps })(stepEvent(await w.read()));

const alice = { identity: 'iam' } as const;
const bob = { approver: 'bob', role: 'admin', identity: 'oidc', decidedAt: later(61).toISOString() } as const;
const alone = { ...bob, breakGlass: true } as const;

describe('what approvers showed of themselves, to the executor', () => {
  it('is enough for high risk when both showed more than a link', async () => {
    expect(await run(await approved(high, [alice, bob]))).toMatchObject({ kind: 'executed' });
  });

  it.each<[string, Proposal, Partial<ProofFields>[], Partial<Policy>]>([
    ['a link for high risk', high, [{ identity: 'link' }, bob], {}],
    [
      'a link for a risk that its own policy lets no link decide',
      medium,
      [{ identity: 'link' }],
      { linkDecides: ['low'] },
    ],
    ['an admin alone where its own policy has no break-glass', high, [alone], { breakGlass: false }],
    ['an analyst alone', high, [{ ...alice, breakGlass: true }], { breakGlass: true }],
    ['a link that broke the glass', high, [{ ...alone, identity: 'link' }], { breakGlass: true }],
  ])('is not enough when it is %s', async (_name, choice, proofs, change) => {
    const w = await approved(choice, proofs);
    expect(await run(w, { policy: withPolicy(change) })).toMatchObject({ kind: 'refused', name: 'proof' });
    expect(w.fake.calls).toEqual([]);
  });

  it('is enough of an admin alone where its own policy has break-glass', async () => {
    const w = await approved(high, [alone]);
    expect(await run(w, { policy: withPolicy({ breakGlass: true }) })).toMatchObject({ kind: 'executed' });
    expect(await w.read()).toMatchObject({ status: 'executed' });
  });

  it('lets an admin alone around nothing else', async () => {
    const w = await approved(high, [alone]);
    const policy = withPolicy({ breakGlass: true, changeWindows: [] });
    expect(await run(w, { policy })).toMatchObject({ kind: 'refused', name: 'window' });
    const denying = { ...withPolicy({ breakGlass: true }), decide: () => ({ allowed: false, because: ['no'] }) };
    expect(await run(await approved(high, [alone]), { policy: denying })).toMatchObject({
      kind: 'refused',
      name: 'policy',
    });
  });

  it('is asked again when the table says that it was executing', async () => {
    const w = await approved(medium, [{ identity: 'link' }], 'executing');
    const running = { direction: 'apply', runUntil: later(0).toISOString() };
    const item = { ...keys.execution(w.incident.id), ...running };
    await w.deps.table.transact([{ kind: 'replace', item, when: [] }]);
    expect(await run(w, { policy: withPolicy({ linkDecides: [] }) })).toMatchObject({ kind: 'outcome_unknown' });
    expect(w.fake.calls).toEqual([]);
  });
});

describe('an absence, to the executor', () => {
  const absent = (who: string, from: number, until: number) => {
    const away = [{ from: later(from).toISOString(), until: later(until).toISOString(), delegate: 'alice' }];
    const one = { id: 'dora', name: 'Dora', role: 'analyst', teams: ['checkout'] };
    const other = { id: 'alice', name: 'Alice', role: 'analyst', teams: ['ledger'] };
    return Roster.parse({
      approvers: [one, other].map((person) => ({
        ...person,
        ...(person.id === who
          ? { away: away.map((a) => ({ ...a, delegate: who === 'dora' ? 'alice' : 'dora' })) }
          : {}),
      })),
    });
  };
  const asking = () => {
    const asked: unknown[] = [];
    return {
      asked,
      decide: (question: { principal: unknown }) => {
        asked.push(question.principal);
        return { allowed: true, because: [] };
      },
    };
  };

  it('that began after the decision takes nothing from it', async () => {
    const w = await approved(proposal(), [alice]);
    expect(await run(w, { policy: policyLayer({ roster: absent('alice', 61, 600) }) })).toMatchObject({
      kind: 'executed',
    });
  });

  it('at the time of the decision makes it none', async () => {
    const w = await approved(proposal(), [alice]);
    expect(await run(w, { policy: policyLayer({ roster: absent('alice', 59, 600) }) })).toMatchObject({
      kind: 'refused',
      name: 'proof',
    });
  });

  it('lets the delegate act for the teams of who was away, also when they are back', async () => {
    const { asked, decide } = asking();
    const w = await approved(proposal(), [alice]);
    const policy = policyLayer({ roster: absent('dora', 0, 80), decide });
    expect(await run(w, { policy })).toMatchObject({ kind: 'executed' });
    expect(asked).toContainEqual({ id: 'alice', role: 'analyst', teams: ['ledger', 'checkout'] });
  });
});

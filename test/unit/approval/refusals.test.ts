import { describe, expect, it } from 'vitest';
import {
  authorityFor,
  bindAuthority,
  type Claimed,
  type Proven,
  verifyAuthority,
  verifyProofs,
} from '../../../core/approval/authority.ts';
import type { ProofFields } from '../../../core/approval/proof.ts';
import { decision, proofKey, request } from '../../support/approval.ts';
import { incident, later } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

const { id } = incident();
const { roster } = policyLayer();
const two = { people: 2, roles: 2 };
const high = choiceSet(proposal({ risk: { level: 'high', factors: [] }, quorum: two }));
const other = proposal({ actions: proposal().actions.slice(0, 1) });
const bob = { approver: 'bob', role: 'admin', decidedAt: later(90).toISOString() } as const;
const elsewhere = 'f'.repeat(64);

/** Proofs that all verify: whoever asks for one of something else gets it signed, too. */
const claimed = async (made: Partial<ProofFields>[], change: Partial<Claimed> = {}, choices = choiceSet()) => ({
  request: request({}, choices),
  decisions: await Promise.all(made.map((one) => decision(one, choices))),
  choices,
  ...change,
});
const verify = async (all: Promise<Claimed>) => verifyAuthority(await all, id, proofKey.verifier, roster);
const proven = async (choices = choiceSet()): Promise<Proven> => {
  const found = await verifyProofs(await claimed([{}], {}, choices), id, proofKey.verifier, roster);
  if (found.kind !== 'proven') throw new Error(found.reason);
  return found;
};

describe('a proof that verifies', () => {
  it.each<[string, () => Promise<Claimed>, string]>([
    [
      'in a request of another incident',
      () => claimed([{}], { request: request({ incidentId: 'inc-other' }) }),
      'the approval belongs to another incident',
    ],
    [
      'of another incident',
      () => claimed([{ incidentId: 'inc-other', approvalId: request().approvalId }]),
      'a proof belongs to another approval',
    ],
    ['of another approval', () => claimed([{ approvalId: 'f'.repeat(32) }]), 'a proof belongs to another approval'],
    [
      'of somebody in another role',
      () => claimed([{ role: 'admin' }]),
      `alice was not on duty as admin at ${later(60).toISOString()}`,
    ],
    [
      'of a rollback',
      () => claimed([{ purpose: 'rollback', approvalId: request().approvalId }]),
      'the proof of alice is for another purpose',
    ],
    ['of nobody', () => claimed([]), 'there is no proof of an approval'],
    [
      'of another change than the last approver chose',
      () => claimed([{ chosenDigest: elsewhere }, bob], {}, high),
      'the approvers chose different changes',
    ],
    [
      'of other choices than the last approver saw',
      () => claimed([{ choiceSetDigest: elsewhere }, bob], {}, high),
      'the approvers chose different changes',
    ],
    [
      'of one of two who decided when the proposal was over',
      () => claimed([{}, { ...bob, decidedAt: later(900).toISOString() }], {}, high),
      `the proposal expired at ${later(900).toISOString()}, before it was approved`,
    ],
  ])('allows nothing %s', async (_what, all, reason) => {
    expect(await verify(all())).toEqual({ kind: 'refused', about: 'proof', reason });
  });

  it('allows its rollback also when the proposal is over', async () => {
    const asked = request({ purpose: 'rollback' });
    const late = claimed([{ purpose: 'rollback', decidedAt: later(9999).toISOString() }], { request: asked });
    expect(await verify(late)).toMatchObject({ kind: 'granted' });
  });

  it.each(['change', 'rollback'] as const)('of a %s is of nothing else', async (purpose) => {
    const asked = request({ purpose });
    const of = purpose === 'change' ? ('approve' as const) : purpose;
    const all = await claimed([{ purpose: of }], { request: asked });
    const wrong = purpose === 'change' ? 'rollback' : 'change';
    expect(await authorityFor(purpose, all, id, proofKey.verifier, roster)).toMatchObject({ kind: 'granted' });
    expect(await authorityFor(wrong, all, id, proofKey.verifier, roster)).toEqual({
      kind: 'refused',
      about: 'proof',
      reason: `what was approved is a ${purpose}, not a ${wrong}`,
    });
  });
});

describe('stored choices', () => {
  const refused = (reason: string) => ({ kind: 'refused', about: 'digest', reason });

  it('of another incident are not those of the proofs', async () =>
    expect(bindAuthority(await proven(), { ...choiceSet(), incidentId: 'inc-other' })).toEqual(
      refused('the choices belong to another incident'),
    ));

  it('with one more beside the approved one are not those of the proofs', async () =>
    expect(bindAuthority(await proven(), choiceSet(proposal(), other))).toEqual(
      refused('the stored choices are not the ones that were approved'),
    ));

  it('without the one that was approved allow nothing', async () =>
    expect(await verify(claimed([{ chosenDigest: elsewhere }]))).toEqual(
      refused('what was approved is not among the stored choices'),
    ));

  it('allow nothing without an approval', async () =>
    expect(bindAuthority({ ...(await proven()), approvals: [] }, choiceSet())).toEqual(
      refused('what was approved is not among the stored choices'),
    ));
});

import { describe, expect, it } from 'vitest';
import { denial, proposer } from '../../../core/policy/denial.ts';
import type { PolicyAnswer, PolicyRequest } from '../../../core/policy/layer.ts';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';
import { policyLayer } from '../../support/policy.ts';
import { proposal as sample } from '../../support/proposal.ts';

const person = { id: 'alice', role: 'analyst', teams: ['checkout'], name: 'Alice' };
const asking = (answer: (request: PolicyRequest) => PolicyAnswer) => {
  const asked: PolicyRequest[] = [];
  return {
    asked,
    profiles: policyLayer().profiles,
    decide: (request: PolicyRequest): PolicyAnswer => {
      asked.push(request);
      return answer(request);
    },
  };
};
const proposal = sample();
const [first] = proposal.actions;
if (first === undefined) throw new Error('the sample proposal has an action');
const targets = proposal.actions.map(({ target }) => target);

describe('denial', () => {
  it('asks about every target in the same circumstances, and about the person without their name', () => {
    const policy = asking(() => ({ allowed: true, because: ['p'] }));
    expect(denial(policy, person, 'approve', proposal)).toBeUndefined();
    const context = {
      actionIds: proposal.actions.map(({ id }) => id),
      risk: proposal.risk.level,
      irreversible: false,
      proposer: proposer.id,
      resources: 2,
      changePercent: 100,
    };
    const principal = { id: 'alice', role: 'analyst', teams: ['checkout'] };
    expect(policy.asked).toEqual(targets.map((resource) => ({ principal, action: 'approve', resource, context })));
  });

  it('is the first no, with the target and why', () => {
    const last = targets.at(-1);
    const policy = asking(({ resource }) => ({ allowed: resource !== last, because: ['not-your-own', 'freeze'] }));
    expect(denial(policy, person, 'execute', proposal)).toEqual({ target: last, because: 'not-your-own, freeze' });
  });

  it('names whoever asked for it as the proposer, but to the question whether the system may propose it', () => {
    const policy = asking(() => ({ allowed: true, because: [] }));
    denial(policy, person, 'approve', { ...proposal, askedBy: 'bob' });
    denial(policy, proposer, 'propose', { ...proposal, askedBy: 'bob' });
    expect(new Set(policy.asked.map(({ action, context }) => `${action} ${context.proposer}`))).toEqual(
      new Set(['approve bob', `propose ${proposer.id}`]),
    );
  });

  it('lets nobody approve what they asked for, by the policies of the layer', () => {
    const layer = loadPolicyLayer('layers/policy');
    const admin = { id: 'bob', role: 'admin', teams: [] };
    expect(denial(layer, admin, 'approve', proposal)).toBeUndefined();
    expect(denial(layer, admin, 'approve', { ...proposal, askedBy: 'bob' })).toMatchObject({ because: 'not-your-own' });
  });

  it('says so when nothing permits', () => {
    const policy = asking(() => ({ allowed: false, because: [] }));
    expect(denial(policy, person, 'propose', proposal)).toMatchObject({ because: 'no permit' });
  });

  it('tells the policy when one of the actions cannot be undone', () => {
    const policy = asking(() => ({ allowed: true, because: [] }));
    const actions = [...proposal.actions, { ...first, undo: 'irreversible' as const }];
    denial(policy, person, 'approve', { ...proposal, actions });
    expect(policy.asked.every(({ context }) => context.irreversible)).toBe(true);
  });

  it('tells the policy the moment of what would be made now, and the size of the change in whole percent', () => {
    const policy = asking(() => ({ allowed: true, because: [] }));
    const moment = { window: false, actionsInHour: 3 };
    const touched = [{ path: 'containers.app.limits.memory', before: 3, after: 4 }];
    denial(policy, person, 'execute', { ...proposal, actions: [{ ...first, touched }] }, moment);
    expect(policy.asked[0]?.context).toMatchObject({ moment, resources: 1, changePercent: 34 });
    const lowered = [{ path: 'containers.app.limits.memory', before: 4, after: 3 }];
    denial(policy, person, 'approve', { ...proposal, actions: [{ ...first, touched: lowered }] });
    expect(policy.asked[1]?.context.changePercent).toBe(25);
  });
});

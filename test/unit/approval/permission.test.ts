import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../core/approval/identity.ts';
import { notAsked, notPermitted } from '../../../core/approval/permission.ts';
import { Approver } from '../../../core/policy/roster.ts';
import { request } from '../../support/approval.ts';
import { highRisk, proposal } from '../../support/proposal.ts';

const alice = Approver.parse({ id: 'alice', name: 'Alice', role: 'analyst' });
const policy = { mode: 'execute' as const, linkDecides: ['low' as const] };
const change = request({ status: 'pending' });
const rollback = request({ status: 'pending', purpose: 'rollback' });
const may = (
  {
    asked = change,
    decision = 'approve' as 'approve' | 'reject',
    choice = proposal(),
    choices = undefined as ReturnType<typeof proposal>[] | undefined,
    mode = 'execute' as 'execute' | 'propose' | 'observe',
    cedar = true,
  },
  who: Partial<Identity> = {},
) =>
  notPermitted(
    asked,
    { method: 'oidc', person: alice, ...who },
    { decision },
    choice,
    { ...policy, mode },
    () => cedar,
    choices,
  );
const weak = 'a link alone only views a high-risk change: sign in, or sign the request with AWS credentials';

describe('whoever decides', () => {
  it.each<[string, ReturnType<typeof notAsked>, string | undefined]>([
    ['was asked', notAsked(change, alice), undefined],
    ['was not', notAsked({ approvers: ['bob'] }, alice), 'alice was not asked to decide this request'],
    [
      'is a viewer',
      notAsked({ approvers: ['alice'] }, { ...alice, role: 'viewer' }),
      'alice is a viewer: viewers read, they do not decide',
    ],
    [
      'asked for it themselves, whoever was asked',
      notAsked({ approvers: ['alice'], askedBy: 'alice' }, alice),
      'alice asked for this: somebody else decides it',
    ],
    ['only looks', notAsked(change, alice, 'alice is away'), 'alice is away'],
  ])('%s', (_what, said, why) => expect(said).toBe(why));

  it.each<[string, string | undefined, string | undefined]>([
    ['may approve', may({}), undefined],
    ['may not while they only look', may({}, { onlyLooks: 'away' }), 'away'],
    ['may not where Cedar says no', may({ cedar: false }), 'the policy does not let alice approve this change'],
    ['may not in mode propose', may({ mode: 'propose' }), "the policy's mode is propose: nothing can be approved"],
    ['may reject in any mode', may({ mode: 'observe', decision: 'reject', cedar: false }), undefined],
    ['may undo in any mode', may({ asked: rollback, mode: 'observe' }), undefined],
    [
      'may not keep what failed where Cedar says no',
      may({ asked: rollback, decision: 'reject', cedar: false }),
      'the policy does not let alice approve this change',
    ],
    ['may approve low risk by a link', may({}, { method: 'link' }), undefined],
    ['may not approve high risk by a link', may({ choice: highRisk }, { method: 'link' }), weak],
    ['may reject by a link what is of low risk', may({ decision: 'reject' }, { method: 'link' }), undefined],
    ['may approve high risk with an identity', may({ choice: highRisk }), undefined],
    ['may not reject high risk by a link', may({ choice: highRisk, decision: 'reject' }, { method: 'link' }), weak],
    [
      'may reject by a link what has a choice of low risk',
      may({ choice: highRisk, choices: [highRisk, proposal()], decision: 'reject' }, { method: 'link' }),
      undefined,
    ],
    [
      'may not approve high risk by a link for the sake of another choice',
      may({ choice: highRisk, choices: [highRisk, proposal()] }, { method: 'link' }),
      weak,
    ],
  ])('%s', (_what, said, why) => expect(said).toBe(why));
});

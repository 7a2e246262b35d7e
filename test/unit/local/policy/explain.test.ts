import { describe, expect, it } from 'vitest';
import type { DecisionRequest } from '../../../../core/policy/decision-request.ts';
import type { PolicyLayer } from '../../../../core/policy/layer.ts';
import { Policy } from '../../../../core/policy/policy.ts';
import { loadPolicyLayer } from '../../../../core/runtime/policy-source.ts';
import { explain as explainAt } from '../../../../core/approval/explain/explain.ts';
import { start } from '../../../support/incident.ts';
import { memory, replicas, request } from './requests.ts';

const shipped = loadPolicyLayer('layers/policy');
/** At a time in no window but the one that is always open. */
const explain = (layer: PolicyLayer, asked: DecisionRequest) => explainAt(layer, asked, start);
const high = [memory('1Gi', '512Mi'), replicas(3, 2)];

/** The checks that said no, with what they said, in order. */
const noes = (asked: Partial<DecisionRequest>, layer: PolicyLayer = shipped): string[] =>
  explain(layer, request(asked))
    .because.filter(({ allowed }) => !allowed)
    .map(({ check, detail }) => `${check}: ${detail}`);
const limited = (change: Partial<Policy>): PolicyLayer => ({ ...shipped, policy: { ...shipped.policy, ...change } });

describe('an explanation', () => {
  it('has every check in its order, and Cedar for each target with the policy that decided', () => {
    const { because, ...rest } = explain(shipped, request());
    expect(because.map(({ check }) => check)).toEqual([
      'principal',
      'mode',
      'scope',
      'profile',
      'risk',
      'window',
      'caps',
      'quorum',
      'cedar',
      'cedar',
    ]);
    expect(because.slice(-2).map(({ detail }) => detail)).toEqual([
      'Deployment/checkout/payments-api: permitted by analyst-low-and-medium',
      'HorizontalPodAutoscaler/checkout/payments-api: permitted by analyst-low-and-medium',
    ]);
    expect(rest).toMatchObject({ allowed: true, risk: { level: 'low' }, quorum: { people: 1, roles: 1 } });
  });

  it.each<[string, Partial<DecisionRequest>]>([
    ['an analyst in their own namespace', {}],
    ['an analyst as one of two for high risk', { actions: high }],
    ['an admin of another team', { principal: 'bob', action: 'execute' }],
    [
      'a viewer who reads what is beyond all limits',
      { principal: 'carol', action: 'read', actions: [memory('1', '9')] },
    ],
    ['the system that proposes', { principal: 'sovereign-ops', action: 'propose' }],
    ['a proposal that calls itself riskier than it is', { risk: 'high' }],
  ])('says yes to %s', (_who, asked) => {
    expect(noes(asked)).toEqual([]);
    expect(explain(shipped, request(asked)).allowed).toBe(true);
  });

  it.each<[string, Partial<DecisionRequest>, string[]]>([
    [
      'nobody of the roster',
      { principal: 'dave' },
      ['principal: dave is not in roster.yaml: nobody', 'cedar: not asked: there is nobody to ask for'],
    ],
    [
      'an analyst in the namespace of others',
      { principal: 'alice', actions: [memory('512Mi', '1Gi', 'ledger')] },
      [
        'scope: payments-api is in namespace ledger, which is not in allowedNamespaces',
        'cedar: Deployment/ledger/payments-api: no policy permits it',
      ],
    ],
    [
      'a viewer who decides',
      { principal: 'carol', actions: [memory('512Mi', '1Gi')] },
      [
        'principal: carol is a viewer: viewers read, they do not decide',
        'profile: profile reliability is not decided in the role viewer',
        'cedar: Deployment/checkout/payments-api: no policy permits it',
      ],
    ],
    [
      'a change that is too large',
      { principal: 'bob', actions: [memory('512Mi', '2Gi')] },
      ['caps: containers.app.limits.memory would change from 512Mi to 2Gi, more than 100 %'],
    ],
    [
      'a risk that is said to be lower',
      { principal: 'bob', actions: high, risk: 'medium' },
      [expect.stringMatching(/^risk: the risk is high, not medium: .*lowered by 50 %/) as string],
    ],
    [
      'a person who proposes',
      { action: 'propose', actions: [replicas(2, 3)] },
      ['cedar: HorizontalPodAutoscaler/checkout/payments-api: no policy permits it'],
    ],
    [
      'the system that approves its own',
      { principal: 'sovereign-ops', actions: [replicas(2, 3)] },
      [
        'profile: profile reliability is not decided in the role system',
        'cedar: HorizontalPodAutoscaler/checkout/payments-api: forbidden by not-your-own',
      ],
    ],
    [
      'an action that the profile does not have',
      { actions: [memory('512Mi', '1Gi')], profile: 'cost' },
      ['profile: profile cost has no action set-resources'],
    ],
    [
      'a bound that is raised where bounds are only lowered',
      { actions: [replicas(2, 3)], profile: 'cost' },
      ['profile: profile cost only lowers: minReplicas of set-hpa-bounds would change from 2 to 3'],
    ],
    [
      'parameters of another thing than is shown',
      {
        actions: [
          {
            ...replicas(2, 3),
            parameters: { namespace: 'ledger', name: 'payments-api', minReplicas: { plus: 1, atMost: 9 } },
          },
        ],
      },
      [expect.stringMatching(/^scope: .*would change HorizontalPodAutoscaler\/ledger\/payments-api/) as string],
    ],
  ])('says no to %s, and why', (_who, asked, expected) => {
    expect(noes(asked)).toEqual(expected);
    expect(explain(shipped, request(asked)).allowed).toBe(false);
  });

  it('counts an action that nobody knows as one that cannot be undone', () => {
    expect(noes({ principal: 'bob', actions: [{ ...replicas(2, 3), id: 'drain-node' }] })).toEqual([
      expect.stringMatching(/^scope: action drain-node is not in the catalogue \(set-resources/),
      'profile: profile reliability has no action drain-node',
      expect.stringMatching(/^quorum: 2 people of 2 roles must approve; policy lets nobody approve: not enough/),
      'cedar: HorizontalPodAutoscaler/checkout/payments-api: forbidden by no-irreversible',
    ]);
  });

  it.each<[Policy['mode'], DecisionRequest['action'], boolean]>([
    ['observe', 'read', true],
    ['observe', 'propose', false],
    ['observe', 'approve', false],
    ['propose', 'propose', true],
    ['propose', 'approve', true],
    ['propose', 'execute', false],
    ['execute', 'execute', true],
  ])('in mode %s lets %s through: %s', (mode, action, allowed) => {
    const principal = action === 'propose' ? 'sovereign-ops' : 'bob';
    const checks = explain(limited({ mode }), request({ principal, action })).because;
    expect(checks.find(({ check }) => check === 'mode')?.allowed).toBe(allowed);
  });

  it('says no to everything but reading when the policy is empty', () => {
    const locked = { ...shipped, policy: Policy.parse({}) };
    for (const action of ['propose', 'approve', 'execute'] as const) {
      expect(noes({ principal: 'bob', action }, locked).map((no) => no.split(':')[0])).toEqual(
        expect.arrayContaining(['mode', 'scope', 'caps']),
      );
    }
    expect(noes({ action: 'read' }, locked)).toEqual([]);
  });

  const closed = limited({ changeWindows: [{ days: ['fri'], from: '04:00', to: '05:00' }] });
  it.each<[DecisionRequest['action'], string[]]>([
    ['read', []],
    ['approve', []],
    ['propose', ['window: fri 2026-11-20T03:00Z is in no change window (UTC: fri 04:00-05:00)']],
    [
      'execute',
      [
        'window: fri 2026-11-20T03:00Z is in no change window (UTC: fri 04:00-05:00)',
        'cedar: HorizontalPodAutoscaler/checkout/payments-api: forbidden by outside-window',
      ],
    ],
  ])('outside every change window says to %s: %j', (action, expected) => {
    const principal = action === 'propose' ? 'sovereign-ops' : 'bob';
    const shut: PolicyLayer = {
      ...closed,
      decide: (asked) =>
        asked.action === 'execute' && asked.context.moment?.window === false
          ? { allowed: false, because: ['outside-window'] }
          : { allowed: true, because: ['test'] },
    };
    expect(noes({ principal, action, actions: [replicas(2, 3)] }, shut)).toEqual(expected);
    expect(noes({ principal, action, actions: [replicas(2, 3)], at: '2026-11-20T04:00:00.000Z' }, shut)).toEqual([]);
  });

  it('tells who answers for a target without a namespace, and where it belongs', () => {
    const node = { id: 'cordon-node', target: { kind: 'Node', name: 'ip-10-0-1-7' } };
    const actions = [{ ...node, touched: [{ path: 'unschedulable', before: false, after: true }] }];
    const scope = (policy: Partial<Policy>) =>
      explain(limited({ allowedActions: ['cordon-node'], ...policy }), request({ actions })).because.find(
        ({ check }) => check === 'scope',
      );
    expect(scope({})).toMatchObject({ allowed: false, detail: 'Node/ip-10-0-1-7 is not in allowedTargets' });
    const target = { target: 'Node/ip-10-0-1-*', team: 'platform', environment: 'production' };
    expect(scope({ allowedTargets: [target] })).toEqual({
      check: 'scope',
      allowed: true,
      detail: expect.stringMatching(
        /^Node\/ip-10-0-1-7 is in allowedTargets: team platform, environment production; parameters not given/,
      ),
    });
  });

  it.each<[Partial<Policy>, string]>([
    [{ maxActionsPerHour: 1 }, 'caps: 0 actions in the last hour and 2 more, maxActionsPerHour is 1'],
    [{ maxResources: 1 }, 'caps: 2 resources, maxResources is 1'],
    [{ maxActionsPerRun: 1 }, 'caps: 2 actions, maxActionsPerRun is 1'],
  ])('says no beyond the caps %j', (change, expected) => expect(noes({}, limited(change))).toEqual([expected]));

  it('says no when those who may approve are not enough', () => {
    const few = {
      ...shipped,
      roster: { ...shipped.roster, approvers: shipped.roster.approvers.filter(({ id }) => id !== 'bob') },
    };
    expect(noes({ actions: high }, few)).toEqual([
      'quorum: 2 people of 2 roles must approve; policy lets alice (analyst), erin (analyst) approve: not enough, so nobody is asked',
    ]);
  });

  it('asks two people of two roles for high risk, whatever the policy says', () => {
    const one = { people: 1, roles: 1 };
    const lax = limited({ quorum: { low: one, medium: one, high: one } });
    expect(explain(lax, request({ actions: high })).quorum).toEqual({ people: 2, roles: 2 });
  });

  it('never lets a viewer decide, not even where a policy would', () => {
    const open: PolicyLayer = { ...shipped, decide: () => ({ allowed: true, because: ['everybody'] }) };
    expect(noes({ principal: 'carol' }, open)).toEqual([
      'principal: carol is a viewer: viewers read, they do not decide',
      'profile: profile reliability is not decided in the role viewer',
    ]);
  });

  it('shows an error of the engine as what it is', () => {
    const broken: PolicyLayer = { ...shipped, decide: () => ({ allowed: false, because: ['error: overflow'] }) };
    expect(noes({ action: 'read', actions: [replicas(2, 3)] }, broken)).toEqual([
      'cedar: HorizontalPodAutoscaler/checkout/payments-api: error: overflow',
    ]);
  });
});

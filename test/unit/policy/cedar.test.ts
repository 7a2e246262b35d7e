import * as engine from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import { type CedarEngine, cedarDecide, cedarProblems } from '../../../core/policy/cedar.ts';
import { catalogue } from '../../../core/remediation/catalogue.ts';
import { Policy } from '../../../core/policy/policy.ts';
import type { PolicyRequest } from '../../../core/policy/layer.ts';
import { loadPolicyLayer, readPolicySource } from '../../../core/runtime/policy-source.ts';

const { decide, policy, runbooks } = loadPolicyLayer('layers/policy');

const risks = ['low', 'medium', 'high'] as const;
const actions = ['read', 'propose', 'approve', 'execute'] as const;
const roles = ['viewer', 'analyst', 'admin', 'system', 'stranger'] as const;

const request = (
  over: Partial<PolicyRequest['context']> & {
    role: string;
    action: PolicyRequest['action'];
    id?: string;
    teams?: string[];
    namespace?: string;
    resource?: PolicyRequest['resource'];
  },
): PolicyRequest => ({
  principal: { id: over.id ?? 'dana', role: over.role, teams: over.teams ?? ['checkout'] },
  action: over.action,
  resource: over.resource ?? { kind: 'Deployment', namespace: over.namespace ?? 'checkout', name: 'payments-api' },
  context: {
    actionIds: over.actionIds ?? ['set-resources'],
    risk: over.risk ?? 'low',
    irreversible: over.irreversible ?? false,
    proposer: over.proposer ?? 'sovereign-ops',
    resources: over.resources ?? 1,
    changePercent: over.changePercent ?? 100,
    ...(over.action === 'propose' || over.action === 'execute'
      ? { moment: over.moment ?? { window: true, actionsInHour: 0 } }
      : {}),
  },
});

/** The whole of what is permitted; every other combination is denied. */
const permitted = new Set([
  ...['viewer', 'analyst', 'admin'].flatMap((role) => risks.map((risk) => `${role} read ${risk}`)),
  ...risks.map((risk) => `system propose ${risk}`),
  // An analyst alone never suffices for high risk: the quorum is two people of two roles.
  ...['analyst', 'admin'].flatMap((role) =>
    risks.flatMap((risk) => [`${role} approve ${risk}`, `${role} execute ${risk}`]),
  ),
]);
const matrix = roles.flatMap((role) => actions.flatMap((action) => risks.map((risk) => ({ role, action, risk }))));

describe('the shipped policies', () => {
  it.each(matrix)('$role may $action at risk $risk only when the list says so', ({ role, action, risk }) => {
    const answer = decide(request({ role, action, risk }));
    expect(answer.allowed).toBe(permitted.has(`${role} ${action} ${risk}`));
    if (!answer.allowed) expect(answer.because).toEqual([]);
  });

  it('name the policy that allowed', () => {
    expect(decide(request({ role: 'analyst', action: 'approve' }))).toEqual({
      allowed: true,
      because: ['analyst-low-and-medium'],
    });
  });

  it('keep an analyst in the namespaces of their teams, and an admin in none', () => {
    expect(decide(request({ role: 'analyst', action: 'approve', namespace: 'ledger' })).allowed).toBe(false);
    expect(decide(request({ role: 'analyst', action: 'approve', teams: [] })).allowed).toBe(false);
    expect(decide(request({ role: 'admin', action: 'approve', teams: [], namespace: 'ledger' })).allowed).toBe(true);
  });

  it('let nobody approve what they proposed', () => {
    expect(decide(request({ role: 'admin', action: 'approve', id: 'bob', proposer: 'bob' }))).toEqual({
      allowed: false,
      because: ['not-your-own'],
    });
  });

  it.each(['propose', 'approve', 'execute'] as const)('forbid to %s what cannot be undone', (action) => {
    const role = action === 'propose' ? 'system' : 'admin';
    expect(decide(request({ role, action, irreversible: true }))).toEqual({
      allowed: false,
      because: ['no-irreversible'],
    });
  });

  it('let an admin who was put into the team for it decide what cannot be undone', () => {
    const teams = ['irreversible-changes'];
    expect(decide(request({ role: 'admin', action: 'approve', irreversible: true, teams })).allowed).toBe(true);
    expect(
      decide(request({ role: 'analyst', action: 'approve', irreversible: true, teams: ['checkout', ...teams] }))
        .allowed,
    ).toBe(false);
  });
});

describe('storage that grows, the one irreversible change that is excepted', () => {
  const growing = {
    actionIds: ['grow-storage'],
    irreversible: true,
    risk: 'medium',
    resource: { kind: 'DBInstance', name: 'orders-db' },
  } as const;

  it.each([
    ['system', 'propose', true],
    ['analyst', 'approve', true],
    ['analyst', 'execute', true],
    ['admin', 'approve', true],
    ['viewer', 'approve', false],
    ['system', 'approve', false],
  ] as const)('%s may %s it at medium risk: %s', (role, action, allowed) =>
    expect(decide(request({ ...growing, role, action })).allowed).toBe(allowed),
  );

  it('stays with the team that answers for the instance', () => {
    const asked = { ...growing, role: 'analyst', action: 'approve' } as const;
    expect(decide(request({ ...asked, teams: ['platform'] })).allowed).toBe(false);
    const other = { kind: 'DBInstance', name: 'ledger-db' };
    expect(decide(request({ ...asked, resource: other })).allowed).toBe(false);
  });

  it.each([
    ['beside any other action', ['grow-storage', 'set-instance-class']],
    ['under another name', ['drop-storage']],
  ])('is forbidden %s', (_how, actionIds) => {
    for (const [role, action] of [
      ['analyst', 'approve'],
      ['admin', 'execute'],
      ['system', 'propose'],
    ] as const) {
      expect(decide(request({ ...growing, actionIds, role, action }))).toEqual({
        allowed: false,
        because: ['no-irreversible'],
      });
    }
  });

  it('is the only irreversible action that the limits let through', () => {
    const irreversible = [...catalogue.values()].filter(({ undo }) => undo === 'irreversible').map(({ id }) => id);
    expect(policy.allowedWithoutUndo.filter((id) => irreversible.includes(id))).toEqual(['grow-storage']);
    expect(runbooks.some(({ remedies }) => JSON.stringify(remedies).includes('grow-storage'))).toBe(true);
  });
});

describe('a change window in the shipped policies', () => {
  const closed = { window: false, actionsInHour: 0 };
  it('is a second line behind the code: outside of it nothing is executed', () => {
    expect(decide(request({ role: 'admin', action: 'execute', moment: closed }))).toEqual({
      allowed: false,
      because: ['outside-window'],
    });
    expect(decide(request({ role: 'system', action: 'propose', moment: closed })).allowed).toBe(true);
  });

  it('is not known to approve: nobody can forbid the approval of a rollback by it', () => {
    const approve = request({ role: 'admin', action: 'approve' });
    expect(decide(approve).allowed).toBe(true);
    const told = decide({ ...approve, context: { ...approve.context, moment: closed } });
    expect(told).toMatchObject({ allowed: false, because: [expect.stringMatching(/^error: /)] });
  });

  it('must be said of what is executed: without the moment Cedar denies', () => {
    const { moment: _, ...context } = request({ role: 'admin', action: 'execute' }).context;
    const asked = { ...request({ role: 'admin', action: 'execute' }), context };
    expect(decide(asked)).toMatchObject({ allowed: false, because: [expect.stringMatching(/^error: /)] });
  });
});

describe('cedarDecide', () => {
  const schema = `
    entity Role; entity Person in [Role] { teams: Set<String> };
    entity Target { kind: String, namespace?: String, name: String, team?: String, environment?: String };
    type Change = { actions: Set<String>, risk: String, irreversible: Bool, proposer: Person, resources: Long,
      changePercent: Long };
    action approve, execute, propose, read appliesTo { principal: [Person], resource: [Target], context: Change };`;
  const everything = { open: 'permit (principal, action, resource);' };
  const asked = request({ role: 'admin', action: 'approve' });

  it('lets a policy speak of the size of a change and of the last hour', () => {
    const { cedar } = readPolicySource('layers/policy');
    const policies = {
      ...everything,
      small: 'forbid (principal, action, resource) when { context.changePercent > 50 || context.resources > 3 };',
      calm: 'forbid (principal, action == Action::"execute", resource) when { context.actionsInHour >= 4 };',
    };
    expect(cedarProblems(engine, { schema: cedar.schema, policies })).toEqual([]);
    const answers = cedarDecide(engine, { schema: cedar.schema, policies }, Policy.parse({}));
    const because = (over: Partial<PolicyRequest['context']>) =>
      answers(request({ role: 'admin', action: 'execute', changePercent: 50, ...over })).because;
    expect(because({})).toEqual(['open']);
    expect(because({ changePercent: 51 })).toEqual(['small']);
    expect(because({ resources: 4 })).toEqual(['small']);
    expect(because({ moment: { window: true, actionsInHour: 4 } })).toEqual(['calm']);
  });

  it('denies everything without a policy', () => {
    expect(cedarDecide(engine, { schema, policies: {} }, Policy.parse({}))(asked)).toEqual({
      allowed: false,
      because: [],
    });
  });

  it('denies when a policy cannot be evaluated, although another permits', () => {
    const policies = {
      ...everything,
      broken: 'forbid (principal, action, resource) when { 9223372036854775807 + 1 == 1 };',
    };
    const answer = cedarDecide(engine, { schema, policies }, Policy.parse({}))(asked);
    expect(answer.allowed).toBe(false);
    expect(answer.because[0]).toMatch(/^error: .*overflow/);
  });

  it('denies a question that does not fit the schema', () => {
    const strange = { ...asked, action: 'delete' } as unknown as PolicyRequest;
    expect(cedarDecide(engine, { schema, policies: everything }, Policy.parse({}))(asked).allowed).toBe(true);
    expect(cedarDecide(engine, { schema, policies: everything }, Policy.parse({}))(strange)).toMatchObject({
      allowed: false,
    });
  });

  it('denies when the engine throws or does not understand', () => {
    const failure = () => ({ type: 'failure' as const, errors: [{ message: 'no' }] });
    const trap = (): never => {
      throw new Error('trap');
    };
    const calls = ['preparseSchema', 'preparsePolicySet', 'statefulIsAuthorized'] as const;
    for (const call of calls) {
      for (const answer of [failure, trap]) {
        const broken: CedarEngine = { ...engine, [call]: answer };
        const because = [`error: ${answer === trap ? 'trap' : 'no'}`];
        expect(cedarDecide(broken, { schema, policies: everything }, Policy.parse({}))(asked)).toEqual({
          allowed: false,
          because,
        });
      }
    }
  });

  it('denies by a policy or a schema that it cannot parse', () => {
    const decide = cedarDecide(engine, { schema, policies: { ...everything, odd: 'permit (' } }, Policy.parse({}));
    expect(decide(asked)).toMatchObject({ allowed: false, because: [expect.stringMatching(/^error: /)] });
    const without = cedarDecide(engine, { schema: 'entity', policies: everything }, Policy.parse({}));
    expect(without(asked)).toMatchObject({ allowed: false, because: [expect.stringMatching(/^error: /)] });
  });

  it('answers by its own policies beside those of another set in the same engine', () => {
    const open = cedarDecide(engine, { schema, policies: everything }, Policy.parse({}));
    const closed = cedarDecide(engine, { schema, policies: {} }, Policy.parse({}));
    expect([open, closed, open, closed].map((decide) => decide(asked).allowed)).toEqual([true, false, true, false]);
  });

  it('finds no problem in a valid set and names the policy of an invalid one', () => {
    expect(cedarProblems(engine, { schema, policies: everything })).toEqual([]);
    const policies = { odd: 'permit (principal, action, resource) when { principal.age > 3 };' };
    expect(cedarProblems(engine, { schema, policies }).join()).toContain('odd');
  });
});

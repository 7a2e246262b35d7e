import { describe, expect, it } from 'vitest';
import { cidrRange, inCidr, ipv4 } from '../../../core/incident/cidr.ts';
import {
  beyondCaps,
  beyondScope,
  type ChangeLimits,
  growthPercent,
  isTarget,
  measureOf,
  outsideScope,
} from '../../../core/remediation/limits.ts';
import type { PlannedAction } from '../../../core/remediation/proposal.ts';
import { catalogue } from '../../../core/remediation/catalogue.ts';
import { proposal } from '../../support/proposal.ts';

const [first, second] = proposal().actions;
if (first === undefined || second === undefined) throw new Error('two actions are needed');
const memory = 'containers.app.limits.memory';
const limits: ChangeLimits = {
  allowedActions: [
    'set-resources',
    'set-hpa-bounds',
    'cordon-node',
    'assign-secondary-ip',
    'isolate-network-interface',
  ],
  allowedNamespaces: ['checkout'],
  allowedTargets: [{ target: 'Node/n1' }, { target: 'NetworkInterface/*' }],
  allowedCidrs: ['10.0.0.0/24'],
  quarantineGroups: ['sg-0a1b2c3d4e5f6ffff'],
  allowedWithoutUndo: [],
  maxActionsPerRun: 2,
  maxResources: 2,
  maxChangePercent: 100,
};
const sized = (before: number | string | null, after: number | string | null, path = memory): PlannedAction => ({
  ...first,
  touched: [{ path, before, after }],
});
/** What the catalogue itself says of an action, so that only one thing about it is wrong. */
const exampleOf = (id: string): PlannedAction => {
  const action = catalogue.get(id);
  if (action === undefined) throw new Error(`no action ${id}`);
  const { parameters, state } = action.example;
  const plan = action.plan(parameters, state);
  if (plan.kind !== 'planned') throw new Error(plan.reason);
  const known = { id, provider: action.provider, undo: action.undo, touched: plan.touched };
  return { ...known, parameters: parameters as PlannedAction['parameters'], target: action.target(parameters) };
};
const assigning = exampleOf('assign-secondary-ip');
const isolating = exampleOf('isolate-network-interface');
const [given = ''] = catalogue.get('assign-secondary-ip')?.addresses(assigning.parameters) ?? [];

describe('what lies outside the lists', () => {
  it.each<[string, PlannedAction[], Partial<ChangeLimits>, string | undefined]>([
    ['nothing', [first, second], {}, undefined],
    [
      'an action, also as the second',
      [first, second],
      { allowedActions: ['set-resources'] },
      'action set-hpa-bounds is not in allowedActions',
    ],
    [
      'what cannot be undone',
      [{ ...first, undo: 'none-needed' }],
      {},
      'action set-resources cannot be undone (none-needed) and is not in allowedWithoutUndo',
    ],
    ['not what may stay', [{ ...first, undo: 'irreversible' }], { allowedWithoutUndo: ['set-resources'] }, undefined],
    [
      'another namespace',
      [first],
      { allowedNamespaces: [], allowedTargets: [{ target: '*' }] },
      'payments-api is in namespace checkout, which is not in allowedNamespaces',
    ],
    ['another target', [{ ...first, target: { kind: 'Node', name: 'n2' } }], {}, 'Node/n2 is not in allowedTargets'],
    ['not a listed target', [{ ...first, target: { kind: 'Node', name: 'n1' } }], {}, undefined],
    ['two providers', [first, { ...second, provider: 'ecs' }], {}, 'actions of more than one provider'],
  ])('is %s', (_what, actions, change, why) => expect(outsideScope({ actions }, { ...limits, ...change })).toBe(why));

  it.each<[string, PlannedAction, string | undefined]>([
    ['the action as it is', first, undefined],
    ['one of another provider', { ...first, provider: 'ecs' }, 'action set-resources of ecs is not in the catalogue'],
    [
      'parameters of nothing',
      { ...first, parameters: {} },
      'the parameters of set-resources are not those of the action',
    ],
    [
      'another name than is called',
      { ...first, target: { ...first.target, name: 'ledger' } },
      'set-resources shows Deployment/checkout/ledger and would change Deployment/checkout/payments-api',
    ],
    [
      'another namespace than is called',
      { ...first, parameters: { ...first.parameters, namespace: 'ledger' } },
      'set-resources shows Deployment/checkout/payments-api and would change Deployment/ledger/payments-api',
    ],
    [
      'another kind than is called',
      { ...first, target: { ...first.target, kind: 'StatefulSet' } },
      'set-resources shows StatefulSet/checkout/payments-api and would change Deployment/checkout/payments-api',
    ],
    ['an address outside', assigning, `${given} is in none of allowedCidrs`],
    ['another security group', isolating, 'sg-0a1b2c3d4e5f6000f is not in quarantineGroups'],
  ])('is judged by what is called: %s', (_what, action, why) =>
    expect(beyondScope({ actions: [action] }, limits)).toBe(why),
  );

  it('is an action that nobody wrote, although it is listed', () => {
    const listed = { ...limits, allowedActions: ['paint'] };
    expect(beyondScope({ actions: [{ ...first, id: 'paint' }] }, listed)).toBe(
      'action paint of kubernetes is not in the catalogue',
    );
  });

  it('is no address inside one of the blocks', () => {
    const within = { ...limits, allowedCidrs: ['192.0.2.0/24', `${given}/32`] };
    expect(beyondScope({ actions: [assigning] }, within)).toBeUndefined();
  });

  it('is no security group that is one of the quarantine groups', () => {
    const within = { ...limits, quarantineGroups: [...limits.quarantineGroups, 'sg-0a1b2c3d4e5f6000f'] };
    expect(beyondScope({ actions: [isolating] }, within)).toBeUndefined();
  });

  it('is another undo than the action has', () => {
    const wrong = { ...first, undo: 'irreversible' as const };
    expect(beyondScope({ actions: [wrong] }, { ...limits, allowedWithoutUndo: ['set-resources'] })).toBe(
      'the undo of action set-resources is restore, not irreversible',
    );
  });

  it.each([
    ['Node/n1', 'n1', true],
    ['Node/n1', 'n11', false],
    ['Node/n*', 'n11', true],
    ['Node/*', 'x', true],
    ['Node/n1*', 'n2', false],
  ])('stands for a resource: %s for %s is %s', (pattern, name, stands) =>
    expect(isTarget(pattern, { kind: 'Node', name })).toBe(stands),
  );
});

describe('what is larger than the caps', () => {
  it.each<[string, PlannedAction[], Partial<ChangeLimits>, string | undefined]>([
    ['nothing', [first, second], {}, undefined],
    ['actions', [first, second], { maxActionsPerRun: 1 }, '2 actions, maxActionsPerRun is 1'],
    ['resources', [first, second], { maxResources: 1 }, '2 resources, maxResources is 1'],
    ['not a doubling', [sized('1Gi', '2Gi')], {}, undefined],
    ['more than that', [sized(100, 201)], {}, `${memory} would change from 100 to 201, more than 100 %`],
    [
      'a shrinking',
      [sized(100, 49)],
      { maxChangePercent: 50 },
      `${memory} would change from 100 to 49, more than 50 %`,
    ],
    ['not half', [sized(100, 50)], { maxChangePercent: 50 }, undefined],
    ['what has no size', [sized(null, 2)], {}, `${memory} would change from null to 2, more than 100 %`],
    ['what was nothing', [sized(0, 1)], {}, `${memory} would change from 0 to 1, more than 100 %`],
    ['not a switch', [exampleOf('cordon-node')], {}, undefined],
  ])('is %s', (_what, actions, change, why) => expect(beyondCaps({ actions }, { ...limits, ...change })).toBe(why));

  it.each([
    [100, 150, 50],
    ['1Gi', '512Mi', -50],
    [0, 5, undefined],
    [true, 5, undefined],
    [5, false, undefined],
    ['many', 5, undefined],
    [5, 'more', undefined],
  ])('grows from %j to %j by %j percent', (before, after, percent) =>
    expect(growthPercent(before, after)).toBe(percent),
  );

  it('is judged by its size where nobody says otherwise', () => {
    expect(measureOf({ id: 'nobody-knows' }, 'x')).toBe('size');
    expect(measureOf({ id: 'cordon-node' }, 'unschedulable')).toBe('switch');
  });
});

describe('an address', () => {
  it.each([
    ['0.0.0.0', 0],
    ['1.2.3.4', 16_909_060],
    ['255.255.255.255', 2 ** 32 - 1],
    ['256.0.0.1', undefined],
    ['1.2.3.256', undefined],
    ['01.2.3.4', undefined],
    ['1.2.3', undefined],
    ['1.2.3.4.5', undefined],
    ['x1.2.3.4', undefined],
    ['1.2.3.4x', undefined],
    ['1.2.3.', undefined],
    ['1a2.3.4', undefined],
    ['1.2a3.4', undefined],
    ['1.2.3a4', undefined],
    ['1000.2.3.4', undefined],
    ['', undefined],
  ])('%j is the number %j', (text, value) => expect(ipv4(text)).toBe(value));

  it.each([
    ['10.0.0.0/24', [167_772_160, 167_772_415]],
    ['10.0.0.4/30', [167_772_164, 167_772_167]],
    ['10.0.0.1/32', [167_772_161, 167_772_161]],
    ['0.0.0.0/0', [0, 2 ** 32 - 1]],
    ['10.0.0.1/24', undefined],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0/024', undefined],
    ['10.0.0.0/240', undefined],
    ['10.0.0.0/x', undefined],
    ['10.0.0.0/', undefined],
    ['10.0.0.0', undefined],
    ['10.0.0.0/24/24', undefined],
    ['/24', undefined],
    ['', undefined],
  ])('block %j is %j', (text, range) => {
    const found = cidrRange(text);
    expect(found === undefined ? undefined : [found.first, found.last]).toEqual(range);
  });

  it.each([
    ['10.0.0.0', true],
    ['10.0.0.255', true],
    ['9.255.255.255', false],
    ['10.0.1.0', false],
    ['ten', false],
  ])('%s lies in 10.0.0.0/24: %s', (address, inside) => expect(inCidr('10.0.0.0/24', address)).toBe(inside));

  it('lies in no block that is none', () => expect(inCidr('10.0.0.1/24', '10.0.0.1')).toBe(false));
});

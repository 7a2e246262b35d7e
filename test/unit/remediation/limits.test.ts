import { describe, expect, it } from 'vitest';
import { Policy } from '../../../core/policy/policy.ts';
import { beyondPolicy } from '../../../core/remediation/limits.ts';
import type { PlannedAction } from '../../../core/remediation/proposal.ts';
import { assessRisk } from '../../../core/remediation/risk.ts';
import { policyLayer } from '../../support/policy.ts';
import { proposal } from '../../support/proposal.ts';

const { policy } = policyLayer();
const [first, second] = proposal().actions;
if (first === undefined || second === undefined) throw new Error('two actions are needed');
const switched = (id: string): PlannedAction => ({
  ...first,
  id,
  touched: [{ path: 'unschedulable', before: false, after: true }],
});
const grown = (before: string | number | null, after: string | number | null): PlannedAction => ({
  ...first,
  touched: [{ path: 'containers.app.limits.memory', before, after }],
});

describe('policy limits', () => {
  it('permit nothing by default', () => {
    expect(beyondPolicy(proposal(), Policy.parse({}))).toMatch(/not in allowedActions/);
    expect(Policy.parse({})).toMatchObject({ mode: 'observe', approvalRequired: true, allowedActions: [] });
    expect(() => Policy.parse({ approvalRequired: false })).toThrow();
    expect(() => Policy.parse({ allowAll: true })).toThrow();
  });

  it('let the proposal of the runbook through', () => expect(beyondPolicy(proposal(), policy)).toBeUndefined());

  it.each<[string, PlannedAction[], RegExp]>([
    ['more actions than one run may make', [first, second, first], /3 actions/],
    [
      'an action that is not allowed',
      [{ ...first, id: 'delete-deployment' }],
      /delete-deployment is not in allowedActions/,
    ],
    ['an action that cannot be undone', [{ ...first, undo: 'irreversible' }], /cannot be undone/],
    ['another namespace', [{ ...first, target: { ...first.target, namespace: 'kube-system' } }], /kube-system/],
    [
      'a target without a namespace',
      [{ ...first, target: { kind: 'Node', name: 'n1' } }],
      /Node\/n1 is not in allowedTargets/,
    ],
    ['more than one provider in one proposal', [first, { ...second, provider: 'ecs' }], /more than one provider/],
    ['a change that is too large', [grown('512Mi', '2Gi')], /more than 100 %/],
    ['a change whose size is not known', [grown(null, '2Gi')], /more than 100 %/],
  ])('refuse %s', (_what, actions, reason) => expect(beyondPolicy({ actions }, policy)).toMatch(reason));

  it('refuse a service whose cluster is shown as a namespace, so that another list would be asked about it', () => {
    const service: PlannedAction = {
      id: 'set-desired-count',
      provider: 'ecs',
      target: { kind: 'EcsService', name: 'checkout/ledger' },
      parameters: { cluster: 'checkout', service: 'ledger', desiredCount: { by: 1, atLeast: 1, atMost: 9 } },
      touched: [{ path: 'desiredCount', before: 4, after: 5 }],
      undo: 'restore',
    };
    const limits = { ...policy, allowedActions: ['set-desired-count'], allowedNamespaces: ['checkout'] };
    const disguised = { ...service, target: { kind: 'EcsService', namespace: 'checkout', name: 'ledger' } };
    expect(beyondPolicy({ actions: [service] }, limits)).toMatch(/checkout\/ledger is not in allowedTargets/);
    expect(beyondPolicy({ actions: [disguised] }, limits)).toMatch(/shows EcsService\/checkout\/ledger/);
  });

  it('refuse more different resources than maxResources, and count a resource once', () => {
    const one = { ...policy, maxResources: 1 };
    expect(beyondPolicy({ actions: [first, second] }, one)).toBe('2 resources, maxResources is 1');
    expect(beyondPolicy({ actions: [first, first] }, one)).toBeUndefined();
  });
});

describe('risk', () => {
  it('counts what changes, and not what stays as it is', () =>
    expect(assessRisk([first, grown('1Gi', '1024Mi')]).factors).toEqual([
      'containers.app.limits.memory grows by 100 %',
      '1 resource is changed',
    ]));

  it('names a revision without the rest of its ARN', () => {
    const revision = (n: number) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/basket:${n}`;
    const touched = [{ path: 'taskDefinition', before: revision(42), after: revision(41) }];
    const action = { ...first, id: 'roll-back-task-definition', touched };
    expect(assessRisk([action]).factors[0]).toBe('taskDefinition is switched from basket:42 to basket:41');
    const odd = [{ path: 'taskDefinition', before: `not ${revision(42)}`, after: null }];
    expect(assessRisk([{ ...action, touched: odd }]).factors[0]).toBe(
      `taskDefinition is switched from not ${revision(42)} to not set`,
    );
  });

  it('says of each field what weighs', () => {
    const said = (action: PlannedAction) => assessRisk([action]).factors[0];
    const of = (before: string | null, after: string) => said(grown(before, after));
    const path = 'containers.app.limits.memory';
    expect(of(null, '1Gi')).toBe(`${path} changes from null to 1Gi`);
    expect(of('512Mi', '2Gi')).toBe(`${path} changes by 300 %`);
    expect(of('2Gi', '1Gi')).toBe(`${path} is lowered by 50 %`);
    expect(of('1Gi', '1536Mi')).toBe(`${path} grows by 50 %`);
    expect(said({ ...first, undo: 'irreversible' })).toBe('set-resources cannot be undone');
    expect(said({ ...first, id: 'paint' })).toBe('nobody knows what paint does');
    expect(assessRisk([{ ...first, id: 'paint' }]).level).toBe('high');
  });

  it('counts different resources', () =>
    expect(assessRisk([first, second]).factors.at(-1)).toBe('2 resources are changed'));

  it('of a restart that changes nothing is none', () => {
    const same = { path: 'instanceClass', before: 'db.r6g.large', after: 'db.r6g.large' };
    const resize = { ...first, id: 'set-instance-class', touched: [same] };
    expect(assessRisk([{ ...resize, touched: [{ ...same, after: 'db.r6g.xlarge' }] }]).factors).toHaveLength(3);
    expect(assessRisk([resize])).toEqual({ level: 'low', factors: ['0 resources are changed'] });
  });

  it('counts a resource once, however many actions change it', () =>
    expect(assessRisk([first, grown('512Mi', '768Mi')]).factors.at(-1)).toBe('1 resource is changed'));

  it.each<[string, PlannedAction[], string]>([
    ['a doubling that undo restores', [first, second], 'low'],
    ['more than a doubling', [grown('512Mi', '2Gi')], 'medium'],
    ['a value that is lowered', [grown('2Gi', '1Gi')], 'medium'],
    ['a value that was not set', [grown(null, '1Gi')], 'medium'],
    ['two weighty factors', [grown('2Gi', '1Gi'), grown(null, '1Gi')], 'high'],
    ['what cannot be undone', [{ ...first, undo: 'irreversible' }], 'medium'],
    ['what cannot be undone and is lowered', [{ ...grown('2Gi', '1Gi'), undo: 'irreversible' }], 'high'],
    ['a field that stays as it is, by meaning', [first, grown('1Gi', '1024Mi')], 'low'],
    ['a field that was not set and stays so', [first, grown(null, null)], 'low'],
    ['two switches, which weigh as one', [switched('cordon-node'), switched('uncordon-node')], 'medium'],
    ['an action that nobody knows', [{ ...first, id: 'delete-deployment' }], 'high'],
  ])('of %s is named with its factors', (_what, actions, level) => {
    const risk = assessRisk(actions);
    expect(risk.level).toBe(level);
    expect(risk.factors.length).toBeGreaterThan(1);
  });
});

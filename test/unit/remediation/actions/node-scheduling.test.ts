import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Policy } from '../../../../core/policy/policy.ts';
import { cordonNode } from '../../../../core/remediation/actions/cordon-node.ts';
import { uncordonNode } from '../../../../core/remediation/actions/uncordon-node.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { beyondPolicy } from '../../../../core/remediation/limits.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { changedAfterRead, fakeCluster, node, nodeKey } from '../../../support/cluster.ts';
import { step } from '../../../support/apply-context.ts';

const parameters = { node: 'ip-10-0-1-7.eu-central-1.compute.internal' };
const test = { op: 'test', path: '/spec/unschedulable' };
const sameNode = { op: 'test', path: '/metadata/resourceVersion', value: '41' };
const cordon = { op: 'add', path: '/spec/unschedulable', value: true };
const uncordon = { op: 'remove', path: '/spec/unschedulable' };
const change = (after: boolean) => [{ path: 'unschedulable', before: !after, after }];

describe.each([
  { action: cordonNode, after: true, ready: [undefined, false], done: [true], says: 'is cordoned already' },
  { action: uncordonNode, after: false, ready: [true], done: [undefined, false], says: 'is not cordoned' },
])('$action.id', ({ action, after, ready, done, says }) => {
  const planOn = async (unschedulable: boolean | undefined) => {
    const { cluster } = fakeCluster({ [nodeKey]: node(unschedulable) });
    return action.plan(parameters, (await action.describe(parameters, { kubernetes: cluster })) ?? {});
  };

  it.each(ready)('plans the one field on unschedulable %s', async (live) =>
    expect(await planOn(live)).toEqual({ kind: 'planned', touched: change(after) }),
  );

  it.each(done)('plans nothing on unschedulable %s', async (live) =>
    expect(await planOn(live)).toEqual({ kind: 'impossible', reason: `node ${parameters.node} ${says}` }),
  );

  it('plans nothing where there is no node', async () => {
    expect(await action.describe(parameters, { kubernetes: fakeCluster({}).cluster })).toBeUndefined();
    expect(action.plan(parameters, {}).kind).toBe('impossible');
  });

  it.each(done)('makes no call when somebody did it meanwhile: unschedulable %s', async (live) => {
    const { cluster, calls } = fakeCluster({ [nodeKey]: node(live) });
    const late = action.apply(parameters, change(after), { kubernetes: cluster }, step);
    await expect(late).rejects.toThrow(new PreconditionFailed(`unschedulable: expected ${!after}, found ${after}`));
    expect(calls).toEqual([]);
  });

  it('changes nothing when somebody does it between the read and the patch', async () => {
    const { cluster, objects } = fakeCluster({ [nodeKey]: node(ready[0]) });
    const theirs = { ...node(done[0]), metadata: { name: parameters.node, resourceVersion: '42' } };
    const racing = changedAfterRead(cluster, () => {
      objects[nodeKey] = theirs;
    });
    const late = action.apply(parameters, change(after), { kubernetes: racing }, step);
    await expect(late).rejects.toThrow(PreconditionFailed);
    expect(objects[nodeKey]).toEqual(theirs);
  });

  it.each([
    ['another field', node(ready[0]), { path: 'podCIDR', before: !after, after }, 'expected a change of unschedulable'],
    ['a field that goes', node(ready[0]), { path: 'unschedulable', before: !after, after: null }, 'expected'],
    ['a node that is gone', undefined, { path: 'unschedulable', before: !after, after }, 'does not exist'],
  ])('makes no call for %s', async (_what, live, touched, reason) => {
    const { cluster, calls } = fakeCluster(live === undefined ? {} : { [nodeKey]: live });
    const applied = action.apply(parameters, [touched], { kubernetes: cluster }, step);
    await expect(applied).rejects.toThrow(PreconditionFailed);
    await expect(applied).rejects.toThrow(reason);
    expect(calls).toEqual([]);
  });

  it('undoes what it applied, on every node that can be changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string()), async (spec) => {
        const start = { [nodeKey]: { ...node(), spec: { ...spec, ...(after ? {} : { unschedulable: true }) } } };
        const { cluster, objects } = fakeCluster(structuredClone(start));
        await action.apply(parameters, change(after), { kubernetes: cluster }, step);
        expect(objects).not.toEqual(start);
        await action.apply(parameters, reversed(change(after)), { kubernetes: cluster }, step);
        expect(objects).toEqual(start);
      }),
    );
  });

  it('is beyond the limits until the node is an allowed target', () => {
    const target = action.target(parameters);
    const planned = { id: action.id, provider: action.provider, target, parameters, touched: change(after) };
    const allowed = {
      allowedActions: [action.id],
      allowedNamespaces: ['checkout'],
      maxActionsPerRun: 1,
      maxResources: 1,
    };
    const beyond = (more: object) =>
      beyondPolicy({ actions: [{ ...planned, undo: action.undo }] }, Policy.parse({ ...allowed, ...more }));
    expect(beyond({})).toMatch(/is not in allowedTargets/);
    expect(beyond({ allowedTargets: [{ target: 'Node/ip-10-0-2-*', team: 'platform' }] })).toMatch(/allowedTargets/);
    expect(beyond({ allowedTargets: [{ target: 'Node/ip-10-0-1-*', team: 'platform' }] })).toBeUndefined();
  });

  it.each([{ node: '../pods' }, { node: '' }, { ...parameters, namespace: 'checkout' }])(
    'refuses parameters outside its schema: %j',
    (wrong) => expect(action.parameters.safeParse(wrong).success).toBe(false),
  );
});

describe('the patch of a node', () => {
  it.each([
    ['not set', undefined, cordonNode, true, [sameNode, cordon]],
    ['false', false, cordonNode, true, [{ ...test, value: false }, cordon]],
    ['true', true, uncordonNode, false, [{ ...test, value: true }, uncordon]],
  ])('tests what was before: %s', async (_what, live, action, after, operations) => {
    const { cluster, calls } = fakeCluster({ [nodeKey]: node(live) });
    await action.apply(parameters, change(after), { kubernetes: cluster }, step);
    expect(calls).toEqual([{ target: nodeKey, operations }]);
  });

  it('is not sent for a node without a version', async () => {
    const { cluster, calls } = fakeCluster({ [nodeKey]: { spec: {} } });
    const blind = cordonNode.apply(parameters, change(true), { kubernetes: cluster }, step);
    await expect(blind).rejects.toThrow(PreconditionFailed);
    expect(calls).toEqual([]);
  });
});

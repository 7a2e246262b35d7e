import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Policy } from '../../../../core/policy/policy.ts';
import { restartRollout } from '../../../../core/remediation/actions/restart-rollout.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { beyondPolicy } from '../../../../core/remediation/limits.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { changedAfterRead, deploymentKey, fakeCluster } from '../../../support/cluster.ts';
import { step } from '../../../support/apply-context.ts';

const restartedAt = '2026-11-20T09:30:00Z';
const parameters = { namespace: 'checkout', deployment: 'payments-api', restartedAt };
const name = 'kubectl.kubernetes.io/restartedAt';
const annotationsPath = '/spec/template/metadata/annotations';
const onePath = `${annotationsPath}/kubectl.kubernetes.io~1restartedAt`;

const deployment = (annotations: Record<string, string> | undefined, paused?: boolean) => ({
  metadata: { namespace: 'checkout', name: 'payments-api', resourceVersion: '7' },
  spec: {
    ...(paused === undefined ? {} : { paused }),
    template: { metadata: { labels: { app: 'payments' }, ...(annotations === undefined ? {} : { annotations }) } },
  },
});
const planOn = async (annotations: Record<string, string> | undefined, paused?: boolean) => {
  const { cluster } = fakeCluster({ [deploymentKey]: deployment(annotations, paused) });
  return restartRollout.plan(parameters, (await restartRollout.describe(parameters, { kubernetes: cluster })) ?? {});
};
const from = (before: string | null) => [{ path: 'restartedAt', before, after: restartedAt }];

describe('restart-rollout', () => {
  it.each([
    ['never restarted', undefined, null],
    ['with other annotations', { team: 'checkout' }, null],
    ['restarted before', { [name]: '2026-11-19T23:00:00+01:00' }, '2026-11-19T23:00:00+01:00'],
  ])('plans the time of its parameter on a deployment %s', async (_what, annotations, before) =>
    expect(await planOn(annotations)).toEqual({ kind: 'planned', touched: from(before) }),
  );

  it.each([
    ['restarted at that time', { [name]: restartedAt }, undefined, /restarted at 2026-11-20T09:30:00Z, not before/],
    ['restarted since, by a clock of another zone', { [name]: '2026-11-20T10:45:00+01:00' }, undefined, /not before/],
    ['that is paused', undefined, true, /^rollouts of the deployment are paused$/],
  ])('plans nothing on a deployment %s', async (_what, annotations, paused, reason) =>
    expect(await planOn(annotations, paused)).toEqual({ kind: 'impossible', reason: expect.stringMatching(reason) }),
  );

  it('sees no state where there is no deployment', async () =>
    expect(await restartRollout.describe(parameters, { kubernetes: fakeCluster({}).cluster })).toBeUndefined());

  it('has nothing to undo, and the limits refuse it even where it is allowed', () => {
    const { touched, target } = { touched: from(null), target: restartRollout.target(parameters) };
    const action = { id: 'restart-rollout', provider: 'kubernetes', target, parameters, touched, undo: 'none-needed' };
    const policy = Policy.parse({
      allowedActions: ['restart-rollout'],
      allowedNamespaces: ['checkout'],
      maxActionsPerRun: 1,
      maxChangePercent: 100,
    });
    expect(restartRollout.undo).toBe('none-needed');
    const actions = [{ ...action, provider: 'kubernetes' as const, undo: 'none-needed' as const }];
    expect(beyondPolicy({ actions }, policy)).toMatch(/cannot be undone/);
  });

  it.each([
    [
      'the first annotation',
      undefined,
      null,
      [
        { op: 'test', path: '/metadata/resourceVersion', value: '7' },
        { op: 'add', path: annotationsPath, value: { [name]: restartedAt } },
      ],
    ],
    [
      'one more annotation',
      { team: 'checkout' },
      null,
      [
        { op: 'test', path: '/metadata/resourceVersion', value: '7' },
        { op: 'add', path: onePath, value: restartedAt },
      ],
    ],
    [
      'another value',
      { [name]: '2026-11-01T00:00:00Z' },
      '2026-11-01T00:00:00Z',
      [
        { op: 'test', path: onePath, value: '2026-11-01T00:00:00Z' },
        { op: 'add', path: onePath, value: restartedAt },
      ],
    ],
  ])('patches %s with what was before as a test', async (_what, annotations, before, operations) => {
    const { cluster, calls } = fakeCluster({ [deploymentKey]: deployment(annotations) });
    await restartRollout.apply(parameters, from(before), { kubernetes: cluster }, step);
    expect(calls).toEqual([{ target: deploymentKey, operations }]);
    expect(await restartRollout.describe(parameters, { kubernetes: cluster })).toMatchObject({ restartedAt });
  });

  it.each([
    ['restarted meanwhile', deployment({ [name]: '2026-11-20T09:29:00Z' }), null, /expected null, found 2026-11-20T09/],
    ['relieved of its annotation', deployment(undefined), '2026-11-01T00:00:00Z', /expected 2026-11-01.*, found null/],
    ['deleted', undefined, null, /^deployment checkout\/payments-api does not exist$/],
  ])('makes no call when the deployment was %s', async (_what, live, before, reason) => {
    const { cluster, calls } = fakeCluster(live === undefined ? {} : { [deploymentKey]: live });
    const change = restartRollout.apply(parameters, from(before), { kubernetes: cluster }, step);
    await expect(change).rejects.toThrow(PreconditionFailed);
    await expect(change).rejects.toThrow(reason);
    expect(calls).toEqual([]);
  });

  it('changes nothing when it is restarted between the read and the patch', async () => {
    const { cluster, objects } = fakeCluster({ [deploymentKey]: deployment({ team: 'checkout' }) });
    const theirs = deployment({ team: 'checkout', [name]: '2026-11-20T09:29:59Z' });
    theirs.metadata.resourceVersion = '8';
    const racing = changedAfterRead(cluster, () => {
      objects[deploymentKey] = theirs;
    });
    const change = restartRollout.apply(parameters, from(null), { kubernetes: racing }, step);
    await expect(change).rejects.toThrow(PreconditionFailed);
    expect(objects[deploymentKey]).toEqual(theirs);
  });

  it('can be taken back by the same call reversed, for all annotations', async () => {
    const others = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}(\/[a-z~]{1,8})?$/), fc.string(), { minKeys: 1 });
    await fc.assert(
      fc.asyncProperty(others, fc.option(fc.constant('2026-10-01T00:00:00Z')), async (annotations, before) => {
        const start = {
          [deploymentKey]: deployment({ ...annotations, ...(before === null ? {} : { [name]: before }) }),
        };
        const { cluster, objects } = fakeCluster(structuredClone(start));
        await restartRollout.apply(parameters, from(before), { kubernetes: cluster }, step);
        expect(objects).not.toEqual(start);
        await restartRollout.apply(parameters, reversed(from(before)), { kubernetes: cluster }, step);
        expect(objects).toEqual(start);
      }),
    );
  });

  it.each([{ restartedAt: 'now' }, { restartedAt: '2026-11-20' }, { deployment: '../secrets' }, { command: 'sh' }])(
    'refuses parameters outside its schema: %j',
    (wrong) => expect(restartRollout.parameters.safeParse({ ...parameters, ...wrong }).success).toBe(false),
  );
});

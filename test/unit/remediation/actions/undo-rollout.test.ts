import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { undoRollout } from '../../../../core/remediation/actions/undo-rollout.ts';
import { sha256 } from '../../../../core/remediation/digest.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { changedAfterRead, deploymentKey, fakeCluster } from '../../../support/cluster.ts';
import { step } from '../../../support/apply-context.ts';

const parameters = { namespace: 'checkout', deployment: 'payments-api' };
const revision = (n: number) => ({ annotations: { 'deployment.kubernetes.io/revision': String(n) } });

const template = (image: string, value = 'on') => ({
  metadata: { labels: { app: 'payments' } },
  spec: { containers: [{ name: 'app', image, env: [{ name: 'RETRIES', value }] }] },
});
type Template = ReturnType<typeof template>;

const deployment = (n: number, present: Template, paused = false) => ({
  metadata: { uid: 'uid-1', name: 'payments-api', resourceVersion: '9', ...revision(n) },
  spec: { replicas: 2, paused, template: present },
});
const replicaSet = (n: number, { metadata, spec }: Template, uid = 'uid-1') => ({
  metadata: { ...revision(n), ownerReferences: [{ kind: 'Deployment', uid, controller: true }] },
  spec: {
    template: { metadata: { ...metadata, labels: { ...metadata.labels, 'pod-template-hash': `h${n}` } }, spec },
  },
});
const setKey = (n: number) => `ReplicaSet/checkout/payments-api-h${n}`;

const [good, bad] = [template('payments:1.4.0'), template('payments:1.5.0')];
const rolledOut = () => ({
  [deploymentKey]: deployment(7, bad),
  [setKey(3)]: replicaSet(3, template('payments:1.3.0')),
  [setKey(6)]: replicaSet(6, good),
  [setKey(7)]: replicaSet(7, bad),
});
const touched = [
  { path: 'template', before: sha256(bad), after: sha256(good) },
  { path: 'containers.app.image', before: 'payments:1.5.0', after: 'payments:1.4.0' },
];
const planOn = async (objects: Parameters<typeof fakeCluster>[0]) => {
  const { cluster } = fakeCluster(objects);
  return undoRollout.plan(parameters, (await undoRollout.describe(parameters, { kubernetes: cluster })) ?? {});
};

describe('undo-rollout', () => {
  it('plans the template of the revision before, and shows the image', async () =>
    expect(await planOn(rolledOut())).toEqual({ kind: 'planned', touched }));

  it('shows no environment variable', async () => {
    const objects = { ...rolledOut(), [setKey(6)]: replicaSet(6, template('payments:1.5.0', 'hunter2')) };
    const plan = await planOn(objects);
    expect(plan).toMatchObject({ kind: 'planned', touched: [{ path: 'template' }] });
    expect(JSON.stringify(plan)).not.toMatch(/hunter2|RETRIES/);
  });

  const none = 'no previous revision of the deployment is kept';
  it.each<[string, Parameters<typeof fakeCluster>[0], string]>([
    ['without a revision before', { [deploymentKey]: deployment(7, bad), [setKey(7)]: replicaSet(7, bad) }, none],
    ['whose revision before is of another owner', { ...rolledOutBut(6, replicaSet(6, good, 'uid-2'), 3) }, none],
    ['whose revision before is the same', rolledOutBut(6, replicaSet(6, bad)), none],
    [
      'that was changed and not yet rolled out',
      { ...rolledOut(), [deploymentKey]: deployment(7, template('x:1')) },
      none,
    ],
    ['that goes back to an old one just now', { ...rolledOut(), [deploymentKey]: deployment(8, good) }, none],
    [
      'that is paused',
      { ...rolledOut(), [deploymentKey]: deployment(7, bad, true) },
      'rollouts of the deployment are paused',
    ],
    ['that does not exist', {}, none],
  ])('plans nothing on a deployment %s', async (_what, objects, reason) =>
    expect(await planOn(objects)).toEqual({ kind: 'impossible', reason }),
  );

  it.each([
    ['an image', 'containers.app.image', 'payments:1.4.0', 2],
    ['the digest of the template', 'template', sha256(good), 0],
    ['an image that a container no longer has', 'containers.app.image', null, 0],
    ['what only begins like an image', 'containers.app.imagePullPolicy', 'Always', 0],
    ['what only ends like an image', 'ephemeralcontainers.app.image', 'payments:1.4.0', 0],
  ])('writes as code %s: %s', (_what, path, after, patches) =>
    expect(undoRollout.asCode(parameters, [{ path, before: 'x', after }])).toMatchObject({
      patches: { length: patches },
      note: expect.stringMatching(/^only images are written here/),
    }),
  );

  it('replaces the template of the object that was read, and nothing else', async () => {
    const { cluster, calls } = fakeCluster(rolledOut());
    await undoRollout.apply(parameters, touched, { kubernetes: cluster }, step);
    expect(calls).toEqual([
      {
        target: deploymentKey,
        operations: [
          { op: 'test', path: '/metadata/resourceVersion', value: '9' },
          { op: 'replace', path: '/spec/template', value: good },
        ],
      },
    ]);
  });

  const gone = 'no kept revision holds the planned pod template';
  it.each<[string, Parameters<typeof fakeCluster>[0], typeof touched, string]>([
    [
      'the template is another one by now',
      { ...rolledOut(), [deploymentKey]: deployment(7, template('x:1')) },
      touched,
      'the pod template is not the one that was planned with',
    ],
    [
      'the kept revision is another one by now',
      rolledOutBut(6, replicaSet(6, template('payments:1.4.0', 'x'))),
      touched,
      gone,
    ],
    ['the image that was shown is not the one of the template', rolledOut(), shown('payments:1.4.1'), gone],
    ['no template is named', rolledOut(), touched.slice(1), 'no template is named'],
    ['the deployment is gone', {}, touched, 'deployment checkout/payments-api does not exist'],
  ])('makes no call when %s', async (_what, objects, fields, reason) => {
    const { cluster, calls } = fakeCluster(objects);
    const change = undoRollout.apply(parameters, fields, { kubernetes: cluster }, step);
    await expect(change).rejects.toThrow(new PreconditionFailed(reason));
    expect(calls).toEqual([]);
  });

  it('changes nothing when the deployment changes between the read and the patch', async () => {
    const { cluster, objects } = fakeCluster(rolledOut());
    const theirs = deployment(8, template('payments:1.5.1'));
    theirs.metadata.resourceVersion = '10';
    const racing = changedAfterRead(cluster, () => {
      objects[deploymentKey] = theirs;
    });
    const change = undoRollout.apply(parameters, touched, { kubernetes: racing }, step);
    await expect(change).rejects.toThrow(PreconditionFailed);
    expect(objects[deploymentKey]).toEqual(theirs);
  });

  it('undoes what it applied, for all templates', async () => {
    const templates = fc.tuple(fc.string(), fc.string()).map(([image, value]) => template(image, value));
    await fc.assert(
      fc.asyncProperty(templates, templates, async (before, now) => {
        fc.pre(sha256(before) !== sha256(now));
        const sets = { [setKey(6)]: replicaSet(6, before), [setKey(7)]: replicaSet(7, now) };
        const start = { [deploymentKey]: deployment(7, now), ...sets };
        const { cluster, objects } = fakeCluster(structuredClone(start));
        const state = await undoRollout.describe(parameters, { kubernetes: cluster });
        const plan = undoRollout.plan(parameters, state ?? {});
        if (plan.kind !== 'planned') throw new Error(plan.reason);
        await undoRollout.apply(parameters, plan.touched, { kubernetes: cluster }, step);
        expect(objects).not.toEqual(start);
        await undoRollout.apply(parameters, reversed(plan.touched), { kubernetes: cluster }, step);
        expect(objects).toEqual(start);
      }),
    );
  });
});

/** The rolled out deployment with another ReplicaSet of a revision, and without some. */
function rolledOutBut(n: number, other: ReturnType<typeof replicaSet>, ...without: number[]) {
  const objects = { ...rolledOut(), [setKey(n)]: other };
  return Object.fromEntries(Object.entries(objects).filter(([key]) => !without.some((one) => key === setKey(one))));
}

function shown(image: string) {
  return touched.map((field) => (field.path === 'template' ? field : { ...field, after: image }));
}

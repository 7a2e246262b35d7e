import { describe, expect, it } from 'vitest';
import { clusterOf } from '../../../../core/evidence/kubernetes/cluster.ts';
import { rolloutChanges } from '../../../../core/evidence/kubernetes/rollouts.ts';

const deployment = { kind: 'Deployment', metadata: { namespace: 'checkout', name: 'basket' } };
const set = (revision: number | undefined, at: string, image = `basket:${revision}`, name = 'basket') => ({
  kind: 'ReplicaSet',
  metadata: {
    namespace: 'checkout',
    name: `${name}-${image}`,
    creationTimestamp: at,
    ...(revision === undefined ? {} : { annotations: { 'deployment.kubernetes.io/revision': String(revision) } }),
    ownerReferences: [{ kind: 'Deployment', name }],
  },
  spec: { template: { spec: { containers: [{ name: 'app', image }] } } },
});
const found = (...objects: unknown[]) => rolloutChanges(clusterOf([deployment, ...objects]).cluster);
const [monday, tuesday, wednesday] = ['2026-03-02T02:00:00Z', '2026-03-03T02:00:00Z', '2026-03-04T02:00:00Z'];

describe('the rollouts of a Deployment', () => {
  it('tell of the last one, by revision and not by place or age', () =>
    expect(found(set(10, wednesday), set(2, monday), set(9, tuesday))).toEqual([
      {
        fact: 'deployment_started',
        summary: 'the rollout of revision 10 began: basket:10, before basket:9',
        resource: { kind: 'Deployment', namespace: 'checkout', name: 'basket' },
        time: '2026-03-04T02:00:00.000Z',
        data: { revision: 10, images: 'basket:10' },
      },
    ]));

  it('say so where the images are the same', () =>
    expect(found(set(1, monday, 'basket:1'), set(2, tuesday, 'basket:1'))[0]?.summary).toBe(
      'the rollout of revision 2 began: with the same images as before',
    ));

  it('tell of an undo the time at which its ReplicaSet was first made', () =>
    expect(found(set(3, monday), set(2, tuesday))[0]).toMatchObject({ time: '2026-03-02T02:00:00.000Z' }));

  it.each([
    ['there is only the first one', [set(1, monday)]],
    ['no ReplicaSet says its revision', [set(undefined, monday, 'a'), set(undefined, tuesday, 'b')]],
    ['they belong to another Deployment', [set(1, monday, 'a', 'other'), set(2, tuesday, 'b', 'other')]],
    ['nobody knows when it began', [set(1, monday), set(2, 'yesterday')]],
  ])('are not told of where %s', (_when, objects) => expect(found(...objects)).toEqual([]));
});

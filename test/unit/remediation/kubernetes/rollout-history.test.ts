import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../../core/evidence/ports.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { clusterElsewhere } from '../../../../core/remediation/kubernetes/elsewhere.ts';
import { rolloutsOf } from '../../../../core/remediation/kubernetes/rollout-history.ts';
import { unchangedSince } from '../../../../core/remediation/kubernetes/unchanged-since.ts';

const annotations = (revision: string) => ({ 'deployment.kubernetes.io/revision': revision });
const template = (image: string) => ({ metadata: {}, spec: { containers: [{ name: 'app', image }] } });
const deployment = (revision = '7', spec: object = { template: template('app:7') }) => ({
  metadata: { uid: 'own', annotations: annotations(revision) },
  spec,
});
const owner = { uid: 'own', controller: true };
const replicaSet = (revision: string, owners: object[] = [owner], spec: object = { template: template('app:1') }) => ({
  metadata: { annotations: annotations(revision), ownerReferences: owners },
  spec,
});
const kept = (...sets: KubernetesObject[]) => rolloutsOf(deployment(), sets).past.map(({ revision }) => revision);

describe('the rollouts of a deployment', () => {
  it('are those that it owns and controls, the newest first by number', () => {
    expect(kept(replicaSet('9'), replicaSet('10'), replicaSet('2'))).toEqual([10, 9, 2]);
    expect(kept(replicaSet('1', [{ uid: 'other' }, owner]), replicaSet('2', [{ uid: 'own' }]))).toEqual([1]);
    expect(kept(replicaSet('1', [{ uid: 'other', controller: true }]), replicaSet('2', []))).toEqual([]);
  });

  it.each([
    ['without a revision', { ...replicaSet('1'), metadata: { ownerReferences: [owner] } }],
    ['with a revision that is no number', replicaSet('1x')],
    ['with a revision behind something else', replicaSet('x1')],
    ['with a revision beyond all numbers', replicaSet('1'.repeat(16))],
    ['without a template', replicaSet('1', [owner], {})],
    [
      'with a container that has no image',
      replicaSet('1', [owner], { template: { ...template('x'), spec: { containers: [{ name: 'app' }] } } }),
    ],
    ['with odd labels', replicaSet('1', [owner], { template: { ...template('x'), metadata: { labels: { app: 1 } } } })],
    ['without containers', replicaSet('1', [owner], { template: { metadata: {}, spec: {} } })],
  ])('are none of a ReplicaSet %s', (_what, set) => expect(kept(set, replicaSet('2'))).toEqual([2]));

  it('are not paused unless the deployment says so, and not known before its controller has seen it', () => {
    expect(rolloutsOf(deployment(), [])).toMatchObject({ paused: false, revision: 7, past: [] });
    expect(rolloutsOf(deployment('7', { paused: true, template: template('x') }), []).paused).toBe(true);
    expect(() => rolloutsOf({ metadata: { uid: 'own' }, spec: { template: template('x') } }, [])).toThrow();
  });
});

describe('what is said of a cluster', () => {
  it('is why an object without a version is not changed', () => {
    expect(unchangedSince({ metadata: { resourceVersion: '9' } })).toEqual({
      op: 'test',
      path: '/metadata/resourceVersion',
      value: '9',
    });
    for (const read of [{}, { metadata: { resourceVersion: '' } }]) {
      expect(() => unchangedSince(read)).toThrow(
        new PreconditionFailed('the object that was read has no resourceVersion'),
      );
    }
  });

  it('is why it is not asked for an incident of a spoke account', () =>
    expect(clusterElsewhere('210987654321')).toBe(
      'the cluster of EksClusterName is of our own account, and the incident of 210987654321',
    ));
});

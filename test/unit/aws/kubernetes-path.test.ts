import { describe, expect, it } from 'vitest';
import { collectionPath, objectPath } from '../../../core/aws/kubernetes-path.ts';

describe('paths of the Kubernetes API', () => {
  it.each([
    ['Deployment', '/apis/apps/v1/namespaces/checkout/deployments/payments-api'],
    ['ReplicaSet', '/apis/apps/v1/namespaces/checkout/replicasets/payments-api'],
    ['Pod', '/api/v1/namespaces/checkout/pods/payments-api'],
    ['Event', '/api/v1/namespaces/checkout/events/payments-api'],
    ['Service', '/api/v1/namespaces/checkout/services/payments-api'],
    ['HorizontalPodAutoscaler', '/apis/autoscaling/v2/namespaces/checkout/horizontalpodautoscalers/payments-api'],
    ['Node', '/api/v1/nodes/payments-api'],
  ])('lead to a %s', (kind, path) => {
    expect(objectPath({ kind, namespace: 'checkout', name: 'payments-api' })).toBe(path);
  });

  it.each([
    '../../kube-system/pods/x',
    '..',
    '.',
    'a/b',
    'a%2fb',
    'a?dryRun=All',
    'a#b',
    'a\\b',
    'a b',
    'a\r\nX-Evil: 1',
    'Payments',
    '',
    'é',
    'a'.repeat(254),
  ])('refuse the name %j wherever it stands', (hostile) => {
    const refused = expect.objectContaining({ name: 'NotPermitted' });
    expect(() => objectPath({ kind: 'Pod', namespace: 'checkout', name: hostile })).toThrow(refused);
    expect(() => objectPath({ kind: 'Pod', namespace: hostile, name: 'a' })).toThrow(refused);
    expect(() => collectionPath('Pod', hostile)).toThrow(refused);
  });

  it.each(['Secret', 'pods', 'constructor', '__proto__', 'toString', ''])('do not lead to kind %j', (kind) => {
    expect(() => objectPath({ kind, namespace: 'checkout', name: 'a' })).toThrow(/no access to Kubernetes kind/);
  });

  it('want a namespace where the kind has one', () => {
    expect(() => objectPath({ kind: 'Pod', name: 'a' })).toThrow(/not a Kubernetes namespace/);
  });
});

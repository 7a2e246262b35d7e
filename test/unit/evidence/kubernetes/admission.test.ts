import { describe, expect, it } from 'vitest';
import { inNamespace } from '../objects.ts';
import { type Json, event, found, told } from './told.ts';

describe('pods that are refused', () => {
  const set = (replicas: number, over: Json = {}) =>
    inNamespace('ReplicaSet', {
      metadata: { name: 'ledger-6d5f', ownerReferences: [{ kind: 'Deployment', name: 'ledger' }] },
      spec: {
        replicas: 1,
        template: {
          spec: {
            serviceAccountName: 'ledger',
            containers: [{ name: 'app', resources: { requests: { cpu: '500m', memory: '1Gi' } } }],
          },
        },
      },
      status: { replicas },
      ...over,
    });
  const account = (name: string) => inNamespace('ServiceAccount', { metadata: { name } });
  const refusal = (message: string, at?: string) =>
    event(
      'ReplicaSet',
      'ledger-6d5f',
      'FailedCreate',
      `Error creating: pods "ledger-6d5f-" is forbidden: ${message}`,
      at,
    );
  const noAccount = refusal('error looking up service account checkout/ledger: serviceaccount "ledger" not found');
  const quota = (hard: Json, used: Json) =>
    inNamespace('ResourceQuota', { metadata: { name: 'limits' }, spec: { hard }, status: { hard, used } });
  const exceeded = (key: string) =>
    refusal(`exceeded quota: limits, requested: ${key}=1, used: ${key}=9, limited: ${key}=9`);

  it.each<[string, Json[], string[]]>([
    ['an account that is not listed', [set(0), account('other')], ['service_account_missing Deployment/ledger']],
    [
      'an account that the API server does not find',
      [set(0), noAccount],
      ['service_account_missing Deployment/ledger'],
    ],
    ['an account that came a moment later', [set(0), account('ledger'), noAccount], []],
    ['a refusal that was overcome', [set(1), noAccount], []],
    ['a refusal of a controller that is not listed', [noAccount], ['service_account_missing ReplicaSet/ledger-6d5f']],
    ['a quota of CPU', [set(0), exceeded('requests.cpu')], ['cpu_quota_exceeded Namespace/checkout']],
    ['a quota of memory', [set(0), exceeded('limits.memory')], ['memory_quota_exceeded Namespace/checkout']],
    ['a quota of pods', [set(0), exceeded('count/pods')], ['pod_quota_exceeded Namespace/checkout']],
    ['a quota of another thing', [set(0), exceeded('requests.nvidia.com/gpu')], ['quota_exceeded Namespace/checkout']],
    [
      'a quota that wants requests',
      [set(0), refusal('failed quota: limits: must specify limits.cpu for: app')],
      ['quota_wants_requests Deployment/ledger'],
    ],
    [
      'a policy',
      [set(0), account('ledger'), refusal('violates PodSecurity "restricted:latest": hostPath volumes')],
      ['pod_creation_denied Deployment/ledger'],
    ],
    [
      'no word, and a quota without room for it',
      [set(0), account('ledger'), quota({ 'requests.memory': '3Gi' }, { 'requests.memory': '2500Mi' })],
      ['memory_quota_exceeded Namespace/checkout'],
    ],
    [
      'no word, and quotas with room for it',
      [set(0), account('ledger'), quota({ 'requests.cpu': '4', pods: '10' }, { 'requests.cpu': '3500m', pods: '9' })],
      [],
    ],
    [
      'an account that came later, and a quota without room for it',
      [set(0), account('ledger'), noAccount, quota({ pods: '9' }, { pods: '9' })],
      ['pod_quota_exceeded Namespace/checkout'],
    ],
    ['a full quota that nobody needs', [set(1), quota({ pods: '1' }, { pods: '1' })], []],
  ])('are told of %s', (_what, objects, facts) => {
    expect(told(objects)).toEqual(facts);
  });

  it('believe the last refusal, and tell what was asked for and what there is', () => {
    const earlier = refusal(
      'error looking up service account checkout/x: serviceaccount "x" not found',
      '2026-11-20T02:50:00Z',
    );
    const [first, ...more] = found([set(0), account('ledger'), earlier, exceeded('pods')]);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      fact: 'pod_quota_exceeded',
      time: '2026-11-20T02:59:00.000Z',
      summary: 'quota limits of namespace checkout refuses a pod of ledger: pods requested 1, used 9 of 9',
      data: { quota: 'limits', key: 'pods', requested: '1', used: '9', hard: '9', workload: 'ledger' },
    });
  });

  const workload = (name: string, address?: string) =>
    inNamespace('Deployment', {
      metadata: { name },
      spec: {
        replicas: 1,
        template: { spec: { containers: [{ name: 'app', env: [{ name: 'TO', value: address ?? 'x' }] }] } },
      },
      status: { readyReplicas: 1 },
    });
  const service = (name: string) => inNamespace('Service', { metadata: { name }, spec: {} });
  const full = quota({ services: '1' }, { services: '1' });

  it.each<[string, Json[], string[]]>([
    [
      'called by an address',
      [full, workload('shop', 'http://ledger.checkout:80/'), workload('ledger'), service('shop')],
      ['service_quota_exceeded Namespace/checkout'],
    ],
    [
      'called by nobody',
      [full, workload('shop'), workload('ledger'), service('shop')],
      ['service_quota_full Namespace/checkout'],
    ],
    [
      'missing while there is room',
      [quota({ services: '5' }, { services: '1' }), workload('shop', 'ledger:80'), workload('ledger'), service('shop')],
      [],
    ],
  ])('tell of a Service that is %s', (_what, objects, facts) => {
    expect(told(objects)).toEqual(facts);
  });

  it('tell of a Service that is called by the topology', () => {
    const topology = { services: ['ledger'], edges: [{ from: 'shop', to: 'ledger' }] };
    const objects = [full, workload('ledger'), service('shop')];
    expect(told(objects, { topology })).toEqual(['service_quota_exceeded Namespace/checkout']);
  });
});

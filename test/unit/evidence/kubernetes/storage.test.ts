import { describe, expect, it } from 'vitest';
import { inNamespace } from '../objects.ts';
import { type Json, event, found, told, waiting } from './told.ts';

describe('claims without a volume', () => {
  const claim = (spec: Json, phase = 'Pending') =>
    inNamespace('PersistentVolumeClaim', {
      metadata: { name: 'ledger-data' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: '',
        resources: { requests: { storage: '1Gi' } },
        ...spec,
      },
      status: { phase },
    });
  const volume = (spec: Json = {}, phase = 'Available', name = 'ledger-volume') => ({
    kind: 'PersistentVolume',
    metadata: { name, labels: { tier: 'web' } },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: '', capacity: { storage: '1Gi' }, ...spec },
    status: { phase },
  });
  const storageClass = (name: string, provisioner: string) => ({
    kind: 'StorageClass',
    metadata: { name },
    provisioner,
  });
  const byHand = storageClass('manual', 'kubernetes.io/no-provisioner');
  const user = waiting({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'ledger-data' } }] });
  const other = { claimRef: { namespace: 'checkout', name: 'shop-data' } };
  const mine = { claimRef: { namespace: 'checkout', name: 'ledger-data' } };

  it.each<[string, Json[], string[]]>([
    ['of another claim', [claim({}), volume(other, 'Bound')], ['claim_volume_occupied']],
    ['kept for another claim', [claim({}), volume(other)], ['claim_volume_occupied']],
    ['that its last claim left', [claim({}), volume(mine, 'Released')], ['claim_volume_occupied']],
    ['of another mode', [claim({ accessModes: ['ReadWriteMany'] }), volume()], ['claim_access_mode_unmet']],
    ['that is too small', [claim({ resources: { requests: { storage: '2Gi' } } }), volume()], ['claim_capacity_unmet']],
    ['without the labels', [claim({ selector: { matchLabels: { tier: 'db' } } }), volume()], ['claim_selector_unmet']],
    ['of another class', [claim({ storageClassName: 'manual' }), byHand, volume()], ['claim_storage_class_unmet']],
    ['and a class that is not there', [claim({ storageClassName: 'fast' }), byHand], ['claim_storage_class_unmet']],
    ['that is a block device', [claim({}), volume({ volumeMode: 'Block' })], ['claim_volume_mode_unmet']],
    ['and none at all', [claim({}), byHand], ['claim_unbound']],
    [
      'too small, beside one that was left',
      [claim({ resources: { requests: { storage: '2Gi' } } }), volume(mine, 'Released', 'a'), volume()],
      ['claim_capacity_unmet'],
    ],
    ['that fits', [claim({}), volume()], []],
    ['that has one already', [claim({}, 'Bound'), volume(mine, 'Bound')], []],
    ['that will be made', [claim({ storageClassName: 'ebs' }), storageClass('ebs', 'ebs.csi.aws.com')], []],
    [
      'that cannot be made',
      [
        claim({ storageClassName: 'ebs' }),
        storageClass('ebs', 'ebs.csi.aws.com'),
        event('PersistentVolumeClaim', 'ledger-data', 'ProvisioningFailed', 'could not create volume: quota'),
      ],
      ['claim_unbound'],
    ],
  ])('are told of the workload: a volume %s', (_what, objects, facts) => {
    expect(told([...objects, user])).toEqual(facts.map((fact) => `${fact} StatefulSet/ledger`));
  });

  it('are no fault while nobody waits for them', () => {
    expect(told([claim({}), byHand])).toEqual([]);
  });

  it('say both sides of the mismatch', () => {
    const [finding] = found([claim({ resources: { requests: { storage: '2Gi' } } }), volume(), user]);
    expect(finding?.summary).toBe(
      'claim ledger-data, which ledger-0 needs, is bound to no volume: it wants 2Gi, volume ledger-volume has 1Gi',
    );
  });

  it('that do not exist are refused by a quota of storage, where there is one', () => {
    const missing = waiting(
      { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'ledger-data' } }] },
      '0/3 nodes are available: persistentvolumeclaim "ledger-data" not found.',
    );
    const hard = { 'requests.storage': '1Gi' };
    const quota = inNamespace('ResourceQuota', { metadata: { name: 'disk' }, status: { hard, used: {} } });
    const vague = ['unschedulable StatefulSet/ledger', 'claim_missing StatefulSet/ledger'];
    expect(told([missing])).toEqual(vague);
    expect(told([missing, quota])).toEqual(['storage_quota_exceeded Namespace/checkout', ...vague]);
  });
});

import { describe, expect, it } from 'vitest';
import { denyAllPolicy } from '../../../../core/remediation/kubernetes/deny-all.ts';
import { joinedWriter } from '../../../../local/workload/joined-kubernetes.ts';
import { simulatedIntrusions } from '../../../../local/workload/intrusions/intrusions.ts';

const spec = { cluster: 'harbor', namespace: 'checkout', container: 'app', replicas: 2 };
const target = { kind: 'Deployment', namespace: 'checkout', name: 'receipts' };
const policy = denyAllPolicy(
  { namespace: 'checkout', name: 'sovereign-ops-quarantine-deployment-receipts' },
  { matchLabels: { app: 'receipts' } },
);

const playing = () => {
  let at = Date.parse('2026-11-20T03:00:00Z');
  const now = () => new Date(at);
  const intrusions = simulatedIntrusions(
    [
      { ...spec, name: 'receipts' },
      { ...spec, name: 'labels' },
    ],
    now,
  );
  return { intrusions, now, later: (ms: number) => (at += ms), kubernetes: intrusions.kubernetes };
};

const versionOf = (object: Record<string, unknown>) => {
  const metadata = object['metadata'];
  if (typeof metadata !== 'object' || metadata === null) throw new Error('no metadata');
  const [uid, resourceVersion] = ['uid', 'resourceVersion'].map((key) => String(Reflect.get(metadata, key)));
  return { uid: uid ?? '', resourceVersion: resourceVersion ?? '' };
};

describe('a simulated Deployment with an intruder', () => {
  it('has pods that are kept by its ReplicaSet and are the same at all times', async () => {
    const { intrusions, kubernetes, later } = playing();
    const before = await kubernetes.list('Pod', 'checkout');
    later(3_600_000);
    expect(await kubernetes.list('Pod', 'checkout')).toEqual(before);
    expect(before).toHaveLength(4);
    expect(before[0]).toMatchObject({ metadata: { name: intrusions.pods('receipts')[0]?.name } });
    expect(await kubernetes.list('Pod', 'elsewhere')).toEqual([]);
  });

  it('is isolated from the moment of the policy to that of its deletion, its neighbor never', async () => {
    const { intrusions, kubernetes, now, later } = playing();
    const before = now();
    later(60_000);
    const since = now();
    const made = await kubernetes.createPolicy(policy);
    later(60_000);
    const during = now();
    expect(intrusions.isolatedSince('receipts', during)).toEqual(since);
    later(60_000);
    await kubernetes.deletePolicy(policy.metadata, versionOf(made));
    expect(['receipts', 'labels'].map((name) => intrusions.isolatedSince(name, now()))).toEqual([undefined, undefined]);
    expect(intrusions.isolatedSince('receipts', during)).toEqual(since);
    expect(intrusions.isolatedSince('receipts', before)).toBeUndefined();
    expect(intrusions.isolatedSince('labels', during)).toBeUndefined();
  });

  it('has one policy of a name, and another one of that name has another uid', async () => {
    const { kubernetes } = playing();
    const first = await kubernetes.createPolicy(policy);
    await expect(kubernetes.createPolicy(policy)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await kubernetes.deletePolicy(policy.metadata, versionOf(first));
    const second = await kubernetes.createPolicy(policy);
    expect(versionOf(second).uid).not.toBe(versionOf(first).uid);
    await expect(kubernetes.deletePolicy(policy.metadata, versionOf(first))).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await kubernetes.list('NetworkPolicy', 'checkout')).toEqual([second]);
  });

  it('takes a label and nothing else', async () => {
    const { kubernetes } = playing();
    const before = await kubernetes.get(target);
    await kubernetes.patch(target, [{ op: 'add', path: '/metadata/labels/seen', value: 'yes' }]);
    const after = await kubernetes.get(target);
    expect(after).toMatchObject({ metadata: { labels: { app: 'receipts', seen: 'yes' }, resourceVersion: '1001' } });
    expect(after?.['spec']).toEqual(before?.['spec']);
    await expect(kubernetes.patch(target, [{ op: 'replace', path: '/spec/replicas', value: 0 }])).rejects.toMatchObject(
      { name: 'PreconditionFailed' },
    );
  });

  it('is a part of a cluster whose policies it keeps', async () => {
    const { intrusions, kubernetes, now } = playing();
    const whole = joinedWriter([kubernetes], kubernetes);
    await whole.createPolicy(policy);
    expect(intrusions.isolatedSince('receipts', now())).toEqual(now());
    await expect(joinedWriter([kubernetes]).createPolicy(policy)).rejects.toThrow(/keeps no NetworkPolicies/);
  });
});

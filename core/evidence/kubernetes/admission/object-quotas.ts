import type { Finding } from '../../facts.ts';
import type { Cluster } from '../cluster.ts';
import type { Seen } from '../detector.ts';
import { quantityOf } from '../quantity.ts';
import { claimsNeeded } from '../storage/claim-users.ts';
import { quotaKindOf } from './quota-kind.ts';
import { expectedServices } from './expected-services.ts';

type Key = { quota: string; key: string; used: string; hard: string; isFull: boolean };

/** The keys of one kind that the quotas of a namespace have. */
const keysOf = (cluster: Cluster, namespace: string, kind: 'services' | 'storage'): Key[] =>
  cluster.ResourceQuota.filter(({ metadata }) => metadata.namespace === namespace).flatMap(
    ({ metadata, spec, status }) =>
      Object.entries(status?.hard ?? spec?.hard ?? {}).flatMap(([key, hard]): Key[] => {
        if (quotaKindOf(key) !== kind) return [];
        const used = status?.used?.[key] ?? 0;
        const isFull = (quantityOf(used) ?? 0) >= (quantityOf(hard) ?? Infinity);
        return [{ quota: metadata.name, key, used: String(used), hard: String(hard), isFull }];
      }),
  );

const finding = (namespace: string, { quota, key, used, hard }: Key, fact: Finding['fact'], text: string): Finding => ({
  fact,
  summary: `quota ${quota} of namespace ${namespace} allows ${hard} of ${key}, ${used} are used: ${text}`,
  resource: { kind: 'Namespace', name: namespace },
  data: { quota, key, used, hard },
  pointer: `kubernetes.json ResourceQuota/${namespace}/${quota}`,
});

const namespacesWithQuota = ({ ResourceQuota }: Cluster): string[] => [
  ...new Set(ResourceQuota.flatMap(({ metadata }) => metadata.namespace ?? [])),
];

/** Services that are called and do not exist, where the quota for Services is full. Nobody keeps an event of that refusal. */
export const serviceQuotas = (seen: Seen): Finding[] =>
  namespacesWithQuota(seen.cluster).flatMap((namespace) => {
    const [full] = keysOf(seen.cluster, namespace, 'services').filter(({ isFull }) => isFull);
    if (full === undefined) return [];
    const missing = expectedServices(seen, namespace);
    return missing.length === 0
      ? [finding(namespace, full, 'service_quota_full', 'no further one can be created')]
      : [finding(namespace, full, 'service_quota_exceeded', `there is no Service ${missing.slice(0, 4).join(', ')}`)];
  });

const isListed = ({ PersistentVolumeClaim }: Cluster, claim: string, namespace: string): boolean =>
  PersistentVolumeClaim.some(({ metadata }) => metadata.name === claim && metadata.namespace === namespace);

/** A claim that pods wait for and that does not exist, where a quota limits storage: it was refused when it was created. */
export const storageQuotas = ({ cluster }: Seen): Finding[] => {
  const missing = claimsNeeded(cluster).filter(
    ({ claim, namespace, pod }) => pod !== undefined && !isListed(cluster, claim, namespace),
  );
  return missing.flatMap(({ claim, namespace, resource }) => {
    const keys = keysOf(cluster, namespace, 'storage');
    const key = keys.find(({ isFull }) => isFull) ?? keys[0];
    if (key === undefined) return [];
    const text = `claim ${claim}, which ${resource.name} needs, does not exist`;
    return [finding(namespace, key, 'storage_quota_exceeded', text)];
  });
};

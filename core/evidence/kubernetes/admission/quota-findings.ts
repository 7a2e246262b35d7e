import type { Fact, Finding } from '../../facts.ts';
import type { Cluster } from '../cluster.ts';
import type { Quota } from '../objects.ts';
import { quantityOf } from '../quantity.ts';
import { requestOf } from '../scheduling/requests.ts';
import { type Hit, hitsIn, isOver, type QuotaKind, quotaKindOf } from './quota-kind.ts';
import type { Short } from './refused.ts';

export const quotaFact: Readonly<Record<QuotaKind, Fact>> = {
  cpu: 'cpu_quota_exceeded',
  memory: 'memory_quota_exceeded',
  pods: 'pod_quota_exceeded',
  services: 'service_quota_exceeded',
  storage: 'storage_quota_exceeded',
  other: 'quota_exceeded',
};

/** Nobody said so: the quota leaves no room for what is missing. */
const computedStrength = 0.9;

const finding = ({ key, kind, quota, requested, used, hard }: Hit, short: Short, strength?: number): Finding => ({
  fact: quotaFact[kind],
  summary: `quota ${quota} of namespace ${short.namespace} refuses a pod of ${short.resource.name}: ${key} requested ${requested}, used ${used} of ${hard}`,
  resource: { kind: 'Namespace', name: short.namespace },
  ...(short.time === undefined ? {} : { time: short.time }),
  ...(strength === undefined ? {} : { strength }),
  data: { quota, key, requested, used, hard, workload: short.resource.name },
  pointer: `kubernetes.json ResourceQuota/${short.namespace}/${quota}`,
});

/** What one pod of a template would add to a key of a quota; 0 for what is not reckoned here. */
const addedTo = (key: string, { template }: Short): number => {
  const kind = quotaKindOf(key);
  if (kind === 'pods') return 1;
  if (template === undefined || (kind !== 'cpu' && kind !== 'memory')) return 0;
  if (!key.startsWith('limits.')) return requestOf(template, kind);
  return template.containers.reduce((sum, { resources }) => sum + (quantityOf(resources?.limits?.[kind]) ?? 0), 0);
};

const tightKeys = (short: Short, { metadata, status }: Quota): Hit[] =>
  Object.entries(status?.hard ?? {}).flatMap(([key, hard]): Hit[] => {
    const asked = addedTo(key, short);
    const used = status?.used?.[key];
    if (!isOver(asked, used, hard)) return [];
    const kind = quotaKindOf(key);
    return [{ key, kind, quota: metadata.name, requested: String(asked), used: String(used ?? 0), hard: String(hard) }];
  });

const mustSpecify = /failed quota: ([^:]+): must specify (.+)$/;

/** A quota is named and what of it is used up is not. */
const unnamed = (short: Short, message: string): Finding[] =>
  /exceeded quota/i.test(message)
    ? [
        {
          fact: 'quota_exceeded',
          summary: `a quota of namespace ${short.namespace} refuses a pod of ${short.resource.name}: ${message}`,
          resource: short.resource,
          ...(short.time === undefined ? {} : { time: short.time }),
          data: { missing: short.missing },
        },
      ]
    : [];

/** The quotas that keep pods from being created: as the API server said, or reckoned where nobody said why. */
export const quotaFindings = (short: Short, cluster: Cluster): Finding[] => {
  const { message, namespace } = short;
  if (message !== undefined) {
    const [, quota, what] = mustSpecify.exec(message) ?? [];
    if (quota === undefined || what === undefined) {
      const hits = hitsIn(message).map((hit) => finding(hit, short));
      return hits.length > 0 ? hits : unnamed(short, message);
    }
    return [
      {
        fact: 'quota_wants_requests',
        summary: `quota ${quota} of namespace ${namespace} refuses a pod of ${short.resource.name}: its containers do not specify ${what}`,
        resource: short.resource,
        data: { quota, what },
        pointer: `kubernetes.json ResourceQuota/${namespace}/${quota}`,
      },
    ];
  }
  return cluster.ResourceQuota.filter(({ metadata }) => metadata.namespace === namespace)
    .flatMap((quota) => tightKeys(short, quota))
    .map((hit) => finding(hit, short, computedStrength));
};

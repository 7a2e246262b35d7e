import { quantityOf } from '../quantity.ts';

/** What a quota counts, as far as a person would name it. */
export type QuotaKind = 'cpu' | 'memory' | 'pods' | 'services' | 'storage' | 'other';

const forms: readonly [RegExp, QuotaKind][] = [
  [/^(?:requests\.|limits\.)?cpu$/, 'cpu'],
  [/^(?:requests\.|limits\.)?memory$/, 'memory'],
  [/^(?:count\/)?pods$/, 'pods'],
  [/^(?:count\/)?services$|^services\.(?:loadbalancers|nodeports)$/, 'services'],
  [/^requests\.storage$|^(?:count\/)?persistentvolumeclaims$|\.storageclass\.storage\.k8s\.io\//, 'storage'],
];

/** What a key of `ResourceQuota.spec.hard` counts. https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export const quotaKindOf = (key: string): QuotaKind => forms.find(([form]) => form.test(key))?.[1] ?? 'other';

/** One key of a quota that was hit. */
export type Hit = { key: string; kind: QuotaKind; quota: string; requested: string; used: string; hard: string };

const pairs = (text: string): Map<string, string> =>
  new Map(
    text.split(',').flatMap((pair): [string, string][] => {
      const [key, value] = pair.split('=');
      return key === undefined || value === undefined ? [] : [[key.trim(), value.trim()]];
    }),
  );

const exceeded = /exceeded quota: ([^,]+), requested: (.+?), used: (.+?), limited: (\S+)/;

/** The keys that a refusal of the API server names; it names only those that are exceeded. */
export const hitsIn = (message: string): Hit[] => {
  const [, quota, requested, used, limited] = exceeded.exec(message) ?? [];
  if (quota === undefined || requested === undefined || used === undefined || limited === undefined) return [];
  const usedBy = pairs(used);
  const hardBy = pairs(limited);
  return [...pairs(requested)].map(([key, value]) => ({
    key,
    kind: quotaKindOf(key),
    quota,
    requested: value,
    used: usedBy.get(key) ?? '?',
    hard: hardBy.get(key) ?? '?',
  }));
};

/** True when `asked` more of what a quota counts is more than it allows. */
export const isOver = (asked: number, used: string | number | undefined, hard: string | number | undefined): boolean =>
  asked > 0 && (quantityOf(used) ?? 0) + asked > (quantityOf(hard) ?? Infinity) * (1 + 1e-9);

import type { AuditStore, AuditTrail } from '../../core/audit/ports.ts';

/** The audit bucket in memory: what is put stays as it was put. */
export const memoryAuditStore = (): AuditStore => {
  const objects = new Map<string, string>();
  return {
    async put(key, body) {
      if (objects.has(key)) return 'exists';
      objects.set(key, body);
      return 'stored';
    },
    get: async (key) => objects.get(key),
    list: async (prefix, after = '') =>
      [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted(),
  };
};

/** The same bucket as the executor sees it. */
export const trailOf = (store: Pick<AuditStore, 'get'>): AuditTrail => ({
  has: async (key) => (await store.get(key)) !== undefined,
});

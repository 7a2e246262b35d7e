import type { AuditStore } from '../../core/audit/ports.ts';

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
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted(),
  };
};

import type { Plant } from '../plant.ts';

/** An audit bucket that only seems to take in what it does not keep, and that alters what it keeps. */
export const keeping = (isKept: (key: string) => boolean, alter = (body: string): string => body): Plant => ({
  ports: (ports) => ({
    ...ports,
    auditStore: {
      ...ports.auditStore,
      put: async (key, body) => (isKept(key) ? ports.auditStore.put(key, alter(body)) : 'stored'),
    },
  }),
});

/** Heads whose signature is of nothing. */
export const unsigned: Plant = {
  ports: (ports) => ({ ...ports, signer: { ...ports.signer, sign: async () => new Uint8Array(64) } }),
};

import type { Claims } from '../../core/remediation/ports.ts';

/** Claims in memory: like the Object Lock bucket, a name can be taken once and is never given back. */
export const memoryClaims = (): Claims & { taken: ReadonlySet<string> } => {
  const taken = new Set<string>();
  return {
    taken,
    async take(name) {
      if (taken.has(name)) return false;
      taken.add(name);
      return true;
    },
  };
};

import type { Writers } from '../../core/remediation/provider.ts';
import type { RemediationSession, SessionRequest } from '../../core/remediation/ports.ts';

/** Hands out the writers of the simulated world and keeps who asked for them, and for what. */
export const localSession = (writers: Partial<Writers>): RemediationSession & { opened: readonly SessionRequest[] } => {
  const opened: SessionRequest[] = [];
  return {
    opened,
    async open(request) {
      opened.push(request);
      return writers;
    },
  };
};

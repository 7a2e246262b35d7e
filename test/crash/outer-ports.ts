import type { Once } from '../../core/runtime/effects.ts';
import type { SessionRequest } from '../../core/remediation/ports.ts';
import type { Writers } from '../../core/remediation/provider.ts';
import { type LocalPorts, type LocalPortsOptions, localPorts } from '../../local/ports.ts';
import { trailOf } from '../../local/ports/audit-store.ts';
import type { Served } from './outside.ts';
import { remote } from './remote.ts';

type Outer = { served: Served; writers: readonly string[]; once: Once };

/**
 * The ports of the functions: in this process what an account keeps in a process, outside what it keeps outside.
 */
export const outerPorts =
  ({ served, writers, once }: Outer, onNotice: () => Promise<void>) =>
  (options: LocalPortsOptions): LocalPorts => {
    const { world, keys, claims, auditStore, notices, switches } = served;
    const inProcess = localPorts({ ...options, world: { ...world, subjects: [], writers: {} } });
    return {
      ...inProcess,
      once,
      linkGenerator: keys.linkGenerator,
      linkVerifier: keys.linkVerifier,
      proofGenerator: keys.proofGenerator,
      proofVerifier: keys.proofVerifier,
      signer: { ...inProcess.signer, sign: keys.signer.sign },
      claims: { ...inProcess.claims, take: claims.take },
      auditStore,
      auditTrail: trailOf(auditStore),
      switches,
      notices: {
        ...inProcess.notices,
        reach: notices.reach,
        send: async (notice) => {
          await notices.send(notice);
          await onNotice();
        },
      },
      session: {
        opened: [],
        open: async (request: SessionRequest): Promise<Partial<Writers>> =>
          remote(writers, (path, args) => served.write(request, path, ...args)),
      },
    };
  };

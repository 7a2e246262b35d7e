import { verify } from 'node:crypto';
import { readAudit } from '../../../core/audit/read.ts';
import { verifyAudit } from '../../../core/audit/verify.ts';
import type { MakeInvariant } from './invariant.ts';

/** At the end the trail verifies with the verifier that an auditor has, the signed heads with it. */
export const auditVerifies: MakeInvariant = (scene) => ({
  end: async () => {
    const { auditStore, signer } = scene.ports();
    const { findings } = await verifyAudit(await readAudit(auditStore), (message, signature) =>
      verify('sha256', message, signer.publicKey, signature),
    );
    return findings.map(({ where, detail }) => `audit of ${where}: ${detail}`);
  },
});

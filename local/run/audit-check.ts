import { transitionKey } from '../../core/audit/key.ts';
import type { AuditStore } from '../../core/audit/ports.ts';
import { readAudit } from '../../core/audit/read.ts';
import { verifyAudit } from '../../core/audit/verify.ts';
import { publicKeyVerifier } from '../../core/runtime/public-key.ts';
import type { AuditSummary } from '../cli/document.ts';
import type { LocalPorts } from '../ports.ts';
import type { Followed } from './follow.ts';

/** True when the last step of every incident has its record. */
export const isRecorded = async (store: AuditStore, incidents: readonly Followed[]): Promise<boolean> => {
  const bodies = await Promise.all(incidents.map(({ id, seq }) => store.get(transitionKey(id, seq))));
  return bodies.every((body) => body !== undefined);
};

/** Verifies chains and signed heads as an auditor would. A run without its last record is not verified. */
export const checkAudit = async (
  { auditStore, signer }: Pick<LocalPorts, 'auditStore' | 'signer'>,
  incidents: readonly Followed[],
): Promise<AuditSummary> => {
  const audit = await readAudit(auditStore);
  const { records, heads, verified, findings } = await verifyAudit(audit, publicKeyVerifier(signer.publicKey));
  const complete = await isRecorded(auditStore, incidents);
  return {
    records,
    heads,
    verified: verified && complete,
    findings: [
      ...findings.map(({ where, detail }) => `${where}: ${detail}`),
      ...(complete ? [] : ['the last step of an incident has no record']),
    ],
  };
};

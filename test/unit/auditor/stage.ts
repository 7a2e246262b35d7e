import { readFileSync } from 'node:fs';
import type { AuditStore } from '../../../core/audit/ports.ts';
import { readAudit } from '../../../core/audit/read.ts';
import { verifyAudit } from '../../../core/audit/verify.ts';
import { keys } from '../../../core/incident/keys.ts';
import { createHandler } from '../../../functions/auditor/handler.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { memoryAuditStore } from '../../../local/ports/audit-store.ts';
import { collectedLog, collectedMeter } from '../../../local/ports/telemetry.ts';
import { incidentId, signer, transition, verifySignature } from '../audit/sample.ts';

export const recorded = (name: string): unknown => JSON.parse(readFileSync(`events/auditor/${name}.json`, 'utf8'));
export const hourly = recorded('every-hour');
export const start = Date.parse('2026-11-20T03:00:00.000Z');

export const stage = (wrap: (store: AuditStore) => AuditStore = (store) => store) => {
  const store = memoryAuditStore();
  const log = collectedLog();
  const meter = collectedMeter();
  let at = start;
  const handle = createHandler({ auditStore: wrap(store), signer, now: () => new Date(at), log, meter });
  const pass = (hours: number) => {
    at += hours * 3_600_000;
  };
  const verify = async () => verifyAudit(await readAudit(store), verifySignature);
  return { store, log, meter, handle, pass, verify };
};

/** A batch as the stream delivers it after these items were inserted. */
export const batch = async (...items: readonly Record<string, unknown>[]) => {
  const { table, take } = memoryTable(() => new Date(start));
  for (const item of items) await table.transact([{ kind: 'create', item: { pk: '', sk: '', ...item } }]);
  return { Records: await take() };
};
export const step = (seq: number) => ({ ...keys.transition(incidentId, seq), ...transition(seq), purgeAt: 1 });
export const fact = (id: string, hour = '2026-11-20T02') => ({
  ...keys.audit(hour, id),
  fact: 'authentication_failed',
  by: 'approval-api',
  at: `${hour}:15:00.000Z`,
  sourceIp: id,
});
export const complete = { batchItemFailures: [] };

import * as z from 'zod';
import { transitionKey } from '../../core/audit/key.ts';
import type { AuditTrail } from '../../core/audit/ports.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import type { Table } from '../../core/incident/table.ts';

type Deps = { table: Table; auditTrail: AuditTrail; now: () => Date };

/** The stream brings a step to the auditor within seconds; what takes longer than this is an auditor that is down. */
const boundSeconds = 60;

const Step = z.object({ at: z.iso.datetime() });

/**
 * Why the audit lags too far behind for a change, or undefined. The step before the present one must be in the trail, or
 * be so young that its record may still be on its way. Throws what the trail throws: an execution whose trail cannot be
 * seen is tried again by Lambda, then by the timekeeper, and is refused by its own deadline at last.
 */
export const auditLags = async (
  { table, auditTrail, now }: Deps,
  { id, seq }: Pick<Incident, 'id' | 'seq'>,
): Promise<string | undefined> => {
  const before = seq - 1;
  if (await auditTrail.has(transitionKey(id, before))) return undefined;
  const step = Step.safeParse(await table.get(keys.transition(id, before)));
  if (!step.success) return `step ${before} is neither in the audit trail nor in the table`;
  const seconds = Math.round((now().getTime() - Date.parse(step.data.at)) / 1000);
  return seconds > boundSeconds
    ? `step ${before} is ${seconds} s old and not in the audit trail yet; ${boundSeconds} s are allowed`
    : undefined;
};

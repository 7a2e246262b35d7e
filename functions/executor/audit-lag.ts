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
 * Why the audit lags too far behind for a change, or undefined. The step before the present one must be in the trail. One
 * that is not may still be on its way while it is young; then the step before it is looked for in the same way, so that
 * a reminder of a moment ago does not hide that the auditor has been down for an hour. Throws what the trail throws: an
 * execution whose trail cannot be seen is tried again by Lambda, then by the timekeeper, and expires at last.
 */
export const auditLags = async (
  { table, auditTrail, now }: Deps,
  { id, seq }: Pick<Incident, 'id' | 'seq'>,
): Promise<string | undefined> => {
  for (let before = seq - 1; before > 0; before -= 1) {
    if (await auditTrail.has(transitionKey(id, before))) return undefined;
    const step = Step.safeParse(await table.get(keys.transition(id, before)));
    if (!step.success) return `step ${before} is neither in the audit trail nor in the table`;
    const seconds = Math.round((now().getTime() - Date.parse(step.data.at)) / 1000);
    if (seconds > boundSeconds) {
      return `step ${before} is ${seconds} s old and not in the audit trail yet; ${boundSeconds} s are allowed`;
    }
  }
  // All of the incident is younger than that.
  return undefined;
};

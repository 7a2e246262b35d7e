import { incidentRow, openApprovalId } from '../../core/approval/incident-row.ts';
import { readApproval } from '../../core/approval/read-approval.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Table } from '../../core/incident/table.ts';

/** One incident as a row of a list, with who is asked and until when; never by which request: its page is for people. */
export const rowOf = async (table: Table, incident: Incident, now: Date) => {
  const id = openApprovalId(incident);
  const open = id === undefined ? undefined : await readApproval(table, id);
  const { approvalId: _approvalId, ...row } = incidentRow(incident, open, [], now);
  return row;
};

/** Whom an incident waits for, by name, and until when; undefined where it waits for nobody. */
export const waitingFor = async (table: Table, incident: Incident, now: Date) => {
  if (openApprovalId(incident) === undefined) return undefined;
  const { asked, expiresAt } = await rowOf(table, incident, now);
  return { people: asked, ...(expiresAt === undefined ? {} : { until: expiresAt }) };
};

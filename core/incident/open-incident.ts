import type { Correlation } from './correlate.ts';
import { readCorrelation } from './correlation-item.ts';
import type { Incident } from './incident.ts';
import { terminal } from './lifecycle.ts';
import { readIncident } from './step.ts';
import type { Table } from './table.ts';

/** What is known of the alarms of a resource, its incident where that is open, and the last one it had. */
export type Known = {
  correlation: Correlation | undefined;
  incident: Incident | undefined;
  /** The last one, open or not. */
  last: Incident | undefined;
};

/** Reads it by the resource's `scopeKey`. */
export const openIncident = async (table: Table, scope: string): Promise<Known> => {
  const correlation = await readCorrelation(table, scope);
  const last = correlation === undefined ? undefined : await readIncident(table, correlation.incidentId);
  // One that was reopened is about its change and no more about its alarms: what fires now is a new incident.
  const over = last === undefined || terminal.has(last.status) || last.rollbackAsked !== undefined;
  return { correlation, incident: over ? undefined : last, last };
};

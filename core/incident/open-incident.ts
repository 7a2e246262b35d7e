import type { Correlation } from './correlate.ts';
import { readCorrelation } from './correlation-item.ts';
import type { Incident } from './incident.ts';
import { terminal } from './lifecycle.ts';
import { readIncident } from './step.ts';
import type { Table } from './table.ts';

/** What is known of the alarms of a resource, and its incident where that is open. */
export type Known = { correlation: Correlation | undefined; incident: Incident | undefined };

/** Reads it by the resource's `scopeKey`. */
export const openIncident = async (table: Table, scope: string): Promise<Known> => {
  const correlation = await readCorrelation(table, scope);
  const incident = correlation === undefined ? undefined : await readIncident(table, correlation.incidentId);
  // One that was reopened is about its change and no more about its alarms: what fires now is a new incident.
  const over = incident === undefined || terminal.has(incident.status) || incident.rollbackAsked !== undefined;
  return { correlation, incident: over ? undefined : incident };
};

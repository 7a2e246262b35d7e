import * as z from 'zod';
import type { Identity } from '../../../core/approval/identity.ts';
import { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Table } from '../../../core/incident/table.ts';
import { readFacts } from '../../../core/report/facts.ts';
import { html } from '../../../core/report/html.ts';
import { incidentReport } from '../../../core/report/incident-report.ts';
import { markdown } from '../../../core/report/markdown.ts';
import { mayRead } from '../../../core/policy/may-read.ts';
import { reportDigest } from '../../../core/report/report-digest.ts';
import { json } from '../../../core/approval/http/respond.ts';
import { noIncident, operation } from './operation.ts';

/** Whether this person may see this incident. */
export type MayRead = (who: Identity, incident: Incident) => boolean;
type ReportDeps = { table: Table; mayRead: MayRead };

export const ReportBody = z.strictObject({ incidentId: Incident.shape.id.max(64) });

export type ReportAnswer = {
  incidentId: string;
  markdown: string;
  html: string;
  /** Of the Markdown: for an incident that is over, what the notifier kept with its report. */
  sha256: string;
};

/**
 * The report of an incident as it stands now, from its records; undefined where there is no such incident, or none that
 * this person may see. Its texts are escaped for what they are in: whoever sends it must send it as it is.
 */
export const report = async (
  { table, mayRead }: ReportDeps,
  who: Identity,
  { incidentId }: z.infer<typeof ReportBody>,
): Promise<ReportAnswer | undefined> => {
  const [item] = await table.getAll([keys.incident(incidentId)]);
  const incident = Incident.safeParse(item).data;
  if (incident === undefined || !mayRead(who, incident)) return undefined;
  const made = incidentReport(await readFacts(table, incident));
  const text = markdown(made);
  return { incidentId, markdown: text, html: html(made), sha256: reportDigest(text) };
};

/** `report` for whoever asks; its texts are escaped for Markdown and HTML already, so nothing cleans them once more. */
export const reportOperation = operation(ReportBody, async ({ table, policy }, who, body) => {
  const made = await report({ table, mayRead: (one, { resource }) => mayRead(policy, one, resource) }, who, body);
  return made === undefined ? noIncident() : json(200, made);
});

import { chosenOf } from '../../core/approval/chosen.ts';
import { keys } from '../../core/incident/keys.ts';
import { purgeAt } from '../../core/incident/step.ts';
import type { Table, Write } from '../../core/incident/table.ts';
import { pastIncident } from '../../core/knowledge/past-incident.ts';
import type { Facts } from '../../core/report/facts.ts';
import { reportDigest } from '../../core/report/report-digest.ts';

type Deps = { table: Table; now: () => Date };

/**
 * Keeps a closed incident, once: the report for people as Markdown with its digest (HTML is rendered again from the same
 * facts), and what the next incident of the runbook may learn from it. An
 * incident without runbook or evidence has nothing to compare.
 */
export const remember = async ({ table, now }: Deps, facts: Facts, report: string): Promise<void> => {
  const { incident, history, evidence, diagnosis, choices, decisions } = facts;
  const create = (item: Extract<Write, { kind: 'create' }>['item']): Write => ({ kind: 'create', item });
  const about = { purgeAt: purgeAt(now()) };
  const kept = { status: incident.status, report, sha256: reportDigest(report) };
  const again = incident.rollbackAsked !== undefined;
  const key = again ? keys.laterReport(incident.id, incident.seq) : keys.report(incident.id);
  const writes = [create({ ...key, body: kept, ...about })];
  if (incident.runbook !== undefined && evidence !== undefined) {
    const past = pastIncident({
      incident,
      through: history.map(({ to }) => to),
      evidence,
      diagnosis,
      chosen: choices === undefined ? undefined : chosenOf(choices, decisions),
    });
    writes.push(create({ ...keys.learnt(incident.runbook, incident.id), body: past, ...about }));
  }
  // What was learnt when it ended first stays as it is: that its change was taken back later says nothing of the change.
  for (const part of again ? writes.map((write) => [write]) : [writes]) await table.transact(part);
};

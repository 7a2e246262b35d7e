import { readRecord } from '../../core/audit/chain.ts';
import type { Finding } from '../../core/audit/finding.ts';
import { hourOf } from '../../core/audit/key.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import { verifyChain } from '../../core/audit/verify-chain.ts';
import { chainIn, chainNamesIn, checkDownload } from './read-dir.ts';
import { Wrong } from './wrong.ts';

export type IncidentRecords = { records: AuditRecord[]; findings: Finding[] };

/**
 * Everything that a download says of an incident, in order of time: its own chain, and the facts of the hours in which it
 * lived. What is wrong with these chains by themselves is a finding; heads are for `verify`.
 */
export const incidentRecords = (dir: string, incident: string): IncidentRecords => {
  checkDownload(dir);
  const names = new Set(chainNamesIn(dir));
  if (!names.has(incident)) throw new Wrong(`${dir}: expected records/${incident}/ in it, found no such incident`);
  const own = chainIn(dir, incident);
  const steps = own.flatMap(({ body }) => readRecord(body) ?? []);
  const times = steps.map(({ when }) => when).toSorted();
  const first = hourOf(new Date(times[0] ?? 0));
  // A fact may be of the hour after the last step: the call was made before it, and its end is written with it.
  const last = hourOf(new Date(Date.parse(times.at(-1) ?? '1970-01-01T00:00:00Z') + 3_600_000));
  const hours = [...names].filter((name) => name >= `AUDIT-${first}` && name <= `AUDIT-${last}`).toSorted();
  const ofHours = hours.map((name) => [name, chainIn(dir, name)] as const);
  const facts = ofHours.flatMap(([, stored]) => stored.flatMap(({ body }) => readRecord(body) ?? []));
  return {
    records: [...steps, ...facts.filter((fact) => fact.incident === incident)].toSorted((a, b) =>
      a.when < b.when ? -1 : a.when > b.when ? 1 : 0,
    ),
    findings: [[incident, own] as const, ...ofHours].flatMap(([name, stored]) => verifyChain(name, stored).findings),
  };
};

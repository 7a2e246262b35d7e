import type * as z from 'zod';
import { chosenOf } from '../../core/approval/chosen.ts';
import { ApprovalRequest } from '../../core/approval/request.ts';
import { Decision } from '../../core/approval/proof.ts';
import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { EvidencePack } from '../../core/evidence/signal.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import type { Status } from '../../core/incident/lifecycle.ts';
import { traceIdOf } from '../../core/incident/trace.ts';
import { readIncident, StoredTransition } from '../../core/incident/step.ts';
import type { Item, Table } from '../../core/incident/table.ts';
import { catalogue } from '../../core/remediation/catalogue.ts';
import { blastRadius } from '../../core/remediation/blast-radius.ts';
import { diffOf } from '../../core/remediation/diff.ts';
import { proposalDigest } from '../../core/remediation/digest.ts';
import { JournalEntry } from '../../core/remediation/journal.ts';
import { keepAsCode } from '../../core/remediation/keep.ts';
import { ChoiceSet, type PlannedAction, type Proposal } from '../../core/remediation/proposal.ts';
import { Validation } from '../../core/remediation/validation.ts';

/** What the chain of an incident turned out to be, as core/audit verified it. */
export type AuditSummary = { records: number; verified: boolean; heads: number; findings: string[] };

export type IncidentDocument = {
  id: string;
  traceId: string;
  status: Status;
  alarm: string;
  resource: { kind: string; namespace?: string | undefined; name: string };
  reason?: string;
  history: { status: Status; at: string; by: string }[];
};

/** The document of `npm start -- --json`: design, section 5. */
export type RunDocument = Awaited<ReturnType<typeof runDocument>>;

/** What one run leaves behind, read from the table. Throws when an incident id has no incident. */
export const runDocument = async (table: Table, ids: readonly string[], audit: AuditSummary | null) => {
  const incidents = await Promise.all(ids.map((id) => incidentDocument(table, id)));
  const incident = incidents.at(-1);
  if (incident === undefined) throw new Error('a document needs an incident');
  const { id } = incident;
  const found = await readIncident(table, id);
  const approval =
    found?.approvalId === undefined ? null : await approvalDocument(table, found.approvalId, incident.status);
  return {
    incident,
    incidents,
    evidence: evidenceDocument(await body(table, keys.evidence(id), EvidencePack)),
    diagnosis: diagnosisDocument(await body(table, keys.diagnosis(id), Diagnosis)),
    proposal: proposalDocument(await body(table, keys.proposal(id), ChoiceSet), approval?.made ?? []),
    approval: approval === null ? null : { status: approval.status, decisions: approval.decisions },
    journal: await journalDocument(table, id),
    validation: validationDocument(await body(table, keys.validation(id), Validation)),
    audit,
  };
};

/** The parsed body of an item that one function stored whole; undefined when it was never stored. */
const body = async <T>(table: Table, key: { pk: string; sk: string }, schema: z.ZodType<T>): Promise<T | undefined> => {
  const item = await table.get(key);
  return item === undefined ? undefined : schema.parse(item['body']);
};

const incidentDocument = async (table: Table, id: string): Promise<IncidentDocument> => {
  const incident = await readIncident(table, id);
  if (incident === undefined) throw new Error(`the table has no incident ${id}`);
  const { pk } = keys.incident(id);
  const records = (await table.list(pk, prefixes.transition)).map((item) => StoredTransition.parse(item));
  return {
    id,
    traceId: traceIdOf(id),
    status: incident.status,
    alarm: incident.alarm.name,
    resource: incident.resource,
    ...(incident.reason === undefined ? {} : { reason: incident.reason }),
    // A step that was started again, a reminder and a poll move nothing.
    history: records.filter(({ from, to }) => from !== to).map(({ to, at, by }) => ({ status: to, at, by })),
  };
};

export const evidenceDocument = (pack: EvidencePack | undefined) => ({
  signals: (pack?.signals ?? []).map(({ id, kind, summary, resource, time }) => ({
    id,
    kind,
    summary,
    resource,
    ...(time === undefined ? {} : { time }),
  })),
  gaps: pack?.gaps ?? ['no evidence was collected'],
  ...(pack?.onset === undefined ? {} : { onset: pack.onset }),
  promptTokens: pack?.promptTokens ?? 0,
});

export const diagnosisDocument = (diagnosis: Diagnosis | undefined) => ({
  kind: diagnosis?.kind ?? 'abstained',
  source: diagnosis?.source ?? 'rules',
  causes: diagnosis?.causes ?? [],
  // Of the model: note, facts, cost, what else was considered, what is missing, where the rules disagree.
  ...diagnosis,
});

/** The choice that was approved, or the recommendation, and the others as its alternatives. */
export const proposalDocument = (set: ChoiceSet | undefined, decisions: readonly Decision[]) => {
  if (set === undefined) return null;
  const proposal = chosenOf(set, decisions);
  const others = set.choices.filter((choice) => choice !== proposal);
  const { patches, notes } = keepAsCode(proposal.actions);
  return {
    ...choiceDocument(proposal),
    riskFactors: proposal.risk.factors,
    expected: proposal.expected.summary,
    diff: diffOf(proposal.actions),
    patches,
    patchNotes: notes,
    blastRadius: blastRadius(proposal.actions),
    alternatives: others.map(choiceDocument),
    doNothing: set.doNothing,
  };
};

const choiceDocument = (choice: Proposal) => ({
  digest: proposalDigest(choice),
  ...(choice.title === undefined ? {} : { title: choice.title }),
  actions: choice.actions.map(actionDocument),
  risk: choice.risk.level,
});

const actionDocument = ({ id, target, parameters, touched, undo }: PlannedAction) => ({
  id,
  target,
  would: catalogue.get(id)?.would(parameters) ?? id,
  before: Object.fromEntries(touched.map((field) => [field.path, field.before])),
  after: Object.fromEntries(touched.map((field) => [field.path, field.after])),
  undo,
});

const approvalDocument = async (table: Table, approvalId: string, incident: Status) => {
  const key = keys.approval(approvalId);
  const items = await table.list(key.pk);
  const request = items.find((item) => item.sk === key.sk);
  if (request === undefined) return null;
  const { status } = ApprovalRequest.parse(request);
  const decisions = items
    .filter((item: Item) => item.sk.startsWith(prefixes.decision))
    .map((item) => Decision.parse(item))
    .toSorted((a, b) => Date.parse(a.proof.decidedAt) - Date.parse(b.proof.decidedAt));
  return {
    // Only those who own the request write it: an incident that moved on by itself leaves it pending, and void.
    status: status === 'pending' && incident !== 'awaiting_approval' ? 'void' : status,
    made: decisions,
    decisions: decisions.map(({ proof, reason }) => ({
      by: proof.approver,
      decision: proof.purpose,
      at: proof.decidedAt,
      ...(reason === undefined ? {} : { reason }),
    })),
  };
};

const journalDocument = async (table: Table, id: string) => {
  const { pk } = keys.execution(id);
  const entries = (await table.list(pk, prefixes.step)).map((item) => JournalEntry.parse(item['body']));
  return entries.toSorted((a, b) => Date.parse(a.executedAt) - Date.parse(b.executedAt));
};

const validationDocument = (validation: Validation | undefined) =>
  validation === undefined
    ? null
    : { outcome: validation.outcome, before: validation.before, after: validation.after, alarm: validation.alarm };

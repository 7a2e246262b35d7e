import { Decision } from '../../core/approval/proof.ts';
import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { EvidencePack } from '../../core/evidence/signal.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import { TransitionRecord } from '../../core/incident/step.ts';
import type { Item, Table } from '../../core/incident/table.ts';
import { JournalEntry } from '../../core/remediation/journal.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import { Validation } from '../../core/remediation/validation.ts';

/** Everything a notice or a report may say: facts of the table, nothing a model wrote freely. */
export type Facts = {
  incident: Incident;
  history: TransitionRecord[];
  evidence?: EvidencePack;
  diagnosis?: Diagnosis;
  choices?: ChoiceSet;
  decisions: Decision[];
  journal: JournalEntry[];
  validation?: Validation;
};

/** Reads the facts of an incident; what a step never wrote is absent. */
export const readFacts = async (table: Table, incident: Incident): Promise<Facts> => {
  const { id, approvalId, rollbackApprovalId } = incident;
  const approvals = [approvalId, rollbackApprovalId].filter((a) => a !== undefined);
  const [history, evidence, diagnosis, choices, journal, validation, ...decided] = await Promise.all([
    table.list(keys.incident(id).pk, prefixes.transition),
    table.get(keys.evidence(id)),
    table.get(keys.diagnosis(id)),
    table.get(keys.proposal(id)),
    table.list(keys.execution(id).pk, prefixes.step),
    table.get(keys.validation(id)),
    ...approvals.map((approval) => table.list(keys.approval(approval).pk, prefixes.decision)),
  ]);
  return {
    incident,
    history: history.map((item) => TransitionRecord.loose().parse(item)),
    ...parsed('evidence', EvidencePack, evidence),
    ...parsed('diagnosis', Diagnosis, diagnosis),
    ...parsed('choices', ChoiceSet, choices),
    decisions: decided.flat().map((item) => Decision.parse(item)),
    journal: journal.map((item) => JournalEntry.parse(item['body'])),
    ...parsed('validation', Validation, validation),
  };
};

const parsed = <K extends string, T>(key: K, schema: { parse(value: unknown): T }, item: Item | undefined) =>
  (item === undefined ? {} : { [key]: schema.parse(item['body']) }) as { [P in K]?: T };

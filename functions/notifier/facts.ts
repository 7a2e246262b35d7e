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
  evidence: EvidencePack | undefined;
  diagnosis: Diagnosis | undefined;
  choices: ChoiceSet | undefined;
  decisions: Decision[];
  journal: JournalEntry[];
  validation: Validation | undefined;
};

/** One stored body, or undefined when the step that writes it never came. */
export const bodyOf = <T>(item: Item | undefined, schema: { parse(value: unknown): T }): T | undefined =>
  item === undefined ? undefined : schema.parse(item['body']);

/** Reads the facts of an incident; what a step never wrote is absent. */
export const readFacts = async (table: Table, incident: Incident): Promise<Facts> => {
  const { id, approvalId, rollbackApprovalId } = incident;
  const approvals = [approvalId, rollbackApprovalId].filter((a) => a !== undefined);
  const [[evidence, diagnosis, choices, validation], history, journal, ...decided] = await Promise.all([
    table.getAll([keys.evidence(id), keys.diagnosis(id), keys.proposal(id), keys.validation(id)]),
    table.list(keys.incident(id).pk, prefixes.transition),
    table.list(keys.execution(id).pk, prefixes.step),
    ...approvals.map((approval) => table.list(keys.approval(approval).pk, prefixes.decision)),
  ]);
  return {
    incident,
    history: history.map((item) => TransitionRecord.loose().parse(item)),
    evidence: bodyOf(evidence, EvidencePack),
    diagnosis: bodyOf(diagnosis, Diagnosis),
    choices: bodyOf(choices, ChoiceSet),
    decisions: decided.flat().map((item) => Decision.parse(item)),
    journal: journal.map((item) => JournalEntry.parse(item['body'])),
    validation: bodyOf(validation, Validation),
  };
};

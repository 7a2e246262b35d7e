import type { Incident } from '../incident/incident.ts';
import { keys, prefixes } from '../incident/keys.ts';
import type { Item, Table } from '../incident/table.ts';
import { proposalDigest } from '../remediation/digest.ts';
import { JournalEntry } from '../remediation/journal.ts';
import { ChoiceSet, type Proposal } from '../remediation/proposal.ts';
import { appliedOf } from '../remediation/run.ts';
import { approvedDigest } from './chosen.ts';
import { Decision } from './proof.ts';

/**
 * How long after its execution a change is taken back on request, in days. Proposal, proofs and journal live 90 days in
 * the table, the claims longer; a change of last month is what everything else was built on since.
 */
export const rollbackDays = 30;

export type Restorable = { kind: 'restorable'; executed: Proposal } | { kind: 'nothing'; why: string };

const nothing = (why: string): Restorable => ({ kind: 'nothing', why });

/** What was approved, of the stored choices; undefined where either cannot be read any more. */
const executedOf = async (table: Table, { id, approvalId }: Incident): Promise<Proposal | undefined> => {
  if (approvalId === undefined) return undefined;
  const [rows, [stored]] = await Promise.all([
    table.list(keys.approval(approvalId).pk, prefixes.decision),
    table.getAll([keys.proposal(id)]),
  ]);
  const digest = approvedDigest(rows.flatMap((row) => Decision.safeParse(row).data ?? []));
  const choices = ChoiceSet.safeParse(stored?.['body']).data?.choices ?? [];
  return choices.find((choice) => proposalDigest(choice) === digest);
};

/** Whether the journal says that this step is applied, and nothing that it was undone. */
const applied = (journal: readonly Item[], key: string): boolean =>
  journal.some((item) => {
    const entry = JournalEntry.safeParse(item['body']).data;
    return entry?.idempotencyKey === key && entry.status === 'succeeded';
  });

/**
 * Whether the execution of an incident left something that an undo restores. From rows that anybody may have written: it
 * only says whether to ask people; what is undone is what their proofs, the claims and the resource itself say.
 */
export const restorable = async (table: Table, incident: Incident, now: Date): Promise<Restorable> => {
  const [rows, executed] = await Promise.all([table.list(keys.execution(incident.id).pk), executedOf(table, incident)]);
  const run = appliedOf(rows.find(({ sk }) => sk === keys.execution(incident.id).sk));
  if (executed === undefined || run === undefined) return nothing('what was executed cannot be read any more');
  if (now.getTime() - Date.parse(run.executedAt) > rollbackDays * 86_400_000) {
    return nothing(`it was executed more than ${rollbackDays} days ago`);
  }
  const left = executed.actions.some(
    ({ undo }, n) => undo === 'restore' && applied(rows, `${incident.approvalId}/${n}`),
  );
  return left ? { kind: 'restorable', executed } : nothing('its execution left nothing that could be restored');
};

import type * as z from 'zod';
import { Decision } from '../approval/proof.ts';
import { ApprovalRequest } from '../approval/request.ts';
import { Diagnosis } from '../diagnosis/diagnosis.ts';
import { Chart } from '../evidence/chart/chart.ts';
import { ErrorBudget } from '../evidence/error-budget.ts';
import { EvidencePack } from '../evidence/signal.ts';
import type { Incident } from '../incident/incident.ts';
import { RuntimeFinding } from '../incident/runtime-security/finding.ts';
import { keys, prefixes } from '../incident/keys.ts';
import { StoredTransition, type TransitionRecord } from '../incident/step.ts';
import type { Item, Table } from '../incident/table.ts';
import { Remembered } from '../knowledge/similar.ts';
import { JournalEntry } from '../remediation/journal.ts';
import { Judged } from '../remediation/judged.ts';
import { ChoiceSet } from '../remediation/proposal.ts';
import { Validation } from '../remediation/validation.ts';

/** Everything a report may say: records of one incident, as the functions stored them. What was never written is absent. */
export type Facts = {
  incident: Incident;
  history: TransitionRecord[];
  evidence: EvidencePack | undefined;
  /** What rules found in the events of agents, also after the diagnosis; in order of time. */
  seen: RuntimeFinding[];
  /** The series that the alarm is about. */
  chart: Chart | undefined;
  /** What was left of the objective, where the runbook has one. */
  budget: ErrorBudget | undefined;
  diagnosis: Diagnosis | undefined;
  /** How similar incidents ended, as the analyzer found them. */
  remembered: Remembered | undefined;
  choices: ChoiceSet | undefined;
  requests: ApprovalRequest[];
  /** In the order in which they were made. */
  decisions: Decision[];
  journal: JournalEntry[];
  validation: Validation | undefined;
  /** The series that the change was judged by. */
  judged: Judged | undefined;
  /** Records that are there and cannot be read, by name: a report says so and goes on. */
  unreadable: string[];
};

/** Parses records; one that is not as it must be is named and left out. */
const reading = () => {
  const unreadable: string[] = [];
  const one = <T>(name: string, value: unknown, schema: z.ZodType<T>): T[] => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) unreadable.push(name);
    return parsed.success ? [parsed.data] : [];
  };
  return {
    unreadable,
    body: <T>(name: string, item: Item | undefined, schema: z.ZodType<T>): T | undefined =>
      item === undefined ? undefined : one(name, item['body'], schema)[0],
    each: <T>(name: string, values: readonly unknown[], schema: z.ZodType<T>): T[] =>
      values.flatMap((value) => one(name, value, schema)),
  };
};

const isRequest = ({ sk }: Item): boolean => sk === keys.approval('').sk;
const isDecision = ({ sk }: Item): boolean => sk.startsWith(prefixes.decision);

/** Reads the facts of an incident. Never throws for a record that cannot be read: it is named. */
export const readFacts = async (table: Table, incident: Incident): Promise<Facts> => {
  const { id, approvalId, rollbackApprovalId } = incident;
  const approvals = [approvalId, rollbackApprovalId].filter((a) => a !== undefined);
  const [
    [evidence, chart, budget, diagnosis, remembered, choices, validation, judged],
    history,
    journal,
    seen,
    ...asked
  ] = await Promise.all([
    table.getAll([
      keys.evidence(id),
      keys.chart(id),
      keys.budget(id),
      keys.diagnosis(id),
      keys.similar(id),
      keys.proposal(id),
      keys.validation(id),
      keys.judged(id),
    ]),
    table.list(keys.incident(id).pk, prefixes.transition),
    table.list(keys.execution(id).pk, prefixes.step),
    incident.alarm.kind === 'runtime' ? table.list(keys.correlated(id, '').pk, prefixes.finding) : [],
    ...approvals.map((approval) => table.list(keys.approval(approval).pk)),
  ]);
  const { unreadable, body, each } = reading();
  const rows = asked.flat();
  return {
    incident,
    history: each('a step', history, StoredTransition),
    seen: each(
      'a line of what agents saw',
      seen.map((item) => item['body']),
      RuntimeFinding,
    ),
    evidence: body('the evidence', evidence, EvidencePack),
    chart: body('the chart', chart, Chart),
    budget: body('the error budget', budget, ErrorBudget),
    diagnosis: body('the diagnosis', diagnosis, Diagnosis),
    remembered: body('the similar incidents', remembered, Remembered),
    choices: body('the proposal', choices, ChoiceSet),
    requests: each('an approval request', rows.filter(isRequest), ApprovalRequest),
    decisions: each('a decision', rows.filter(isDecision), Decision).toSorted((a, b) =>
      a.proof.decidedAt.localeCompare(b.proof.decidedAt),
    ),
    journal: each(
      'a journal line',
      journal.map((item) => item['body']),
      JournalEntry,
    ),
    validation: body('the validation', validation, Validation),
    judged: body('the series before and after', judged, Judged),
    unreadable,
  };
};

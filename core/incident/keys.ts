import type { Key } from './table.ts';

/**
 * Every key of the table, one partition prefix per owner, so that `dynamodb:LeadingKeys` can keep a role in its own.
 * `T#` carries seven digits: 9,999,999 transitions sort as they happened.
 */
const key = (pk: string, sk: string): Key => ({ pk, sk });

export const keys = {
  incident: (id: string) => key(`INCIDENT#${id}`, 'STATE'),
  transition: (id: string, seq: number) => key(`INCIDENT#${id}`, `T#${String(seq).padStart(7, '0')}`),
  evidence: (id: string) => key(`EVIDENCE#${id}`, 'PACK'),
  chart: (id: string) => key(`EVIDENCE#${id}`, 'CHART'),
  budget: (id: string) => key(`EVIDENCE#${id}`, 'BUDGET'),
  diagnosis: (id: string) => key(`DIAGNOSIS#${id}`, 'DIAGNOSIS'),
  proposal: (id: string) => key(`PROPOSAL#${id}`, 'CHOICES'),
  approval: (approvalId: string) => key(`APPROVAL#${approvalId}`, 'REQUEST'),
  decision: (approvalId: string, approver: string) => key(`APPROVAL#${approvalId}`, `DECISION#${approver}`),
  /** Of an approval by break-glass. */
  review: (approvalId: string) => key(`APPROVAL#${approvalId}`, 'REVIEW'),
  execution: (id: string) => key(`EXECUTION#${id}`, 'RUN'),
  journal: (id: string, idempotencyKey: string) => key(`EXECUTION#${id}`, `STEP#${idempotencyKey}`),
  proofUsed: (approvalId: string) => key(`EXECUTION#${approvalId}`, 'CLAIM'),
  /** One for the installation: what all executions of the last hour changed. */
  recentActions: () => key('EXECUTION#HOUR', 'ACTIONS'),
  validation: (id: string) => key(`VALIDATION#${id}`, 'RESULT'),
  judged: (id: string) => key(`VALIDATION#${id}`, 'SERIES'),
  /** What was learnt from the incidents of one runbook: ids begin with the time, so the last ones are the newest. */
  learnt: (runbook: string, id: string) => key(`KNOWLEDGE#RUNBOOK#${runbook}`, id),
  report: (id: string) => key(`KNOWLEDGE#REPORT#${id}`, 'REPORT'),
  /** What the incidents of a week taught, by the Monday after it. */
  weekly: (monday: string) => key(`KNOWLEDGE#WEEKLY#${monday}`, 'REVIEW'),
  /** Of an incident that was reopened: how it ended then, by the step that ended it. */
  laterReport: (id: string, seq: number) => key(`KNOWLEDGE#REPORT#${id}`, `REPORT#${String(seq).padStart(7, '0')}`),
  similar: (id: string) => key(`DIAGNOSIS#${id}`, 'SIMILAR'),
  correlation: (scope: string) => key(`CORRELATION#${scope}`, 'OPEN'),
  correlated: (incidentId: string, alarm: string) => key(`CORRELATION#${incidentId}`, `ALARM#${alarm}`),
  /** What is remembered of what rules found in the events of a resource. */
  heard: (scope: string) => key(`CORRELATION#${scope}`, 'RUNTIME'),
  /** A line of the timeline of an attack; ids follow the time. */
  finding: (incidentId: string, at: string, id: string) => key(`CORRELATION#${incidentId}`, `FINDING#${at}#${id}`),
  /** When something was last seen of an incident that told nothing new. */
  stillSeen: (incidentId: string) => key(`CORRELATION#${incidentId}`, 'SEEN'),
  circuit: (scope: string) => key(`CIRCUIT#${scope}`, 'STATE'),
  lease: (resource: string) => key(`LEASE#${resource}`, 'HELD'),
  /** Which incident was the last to begin a change of it. */
  lastChange: (resource: string) => key(`LEASE#${resource}`, 'LAST'),
  /** One for the installation: what all incidents of this hour and day spent on the model. */
  modelSpent: () => key('BUDGET#MODEL', 'SPENT'),
  modelSpentOn: (incidentId: string) => key('BUDGET#MODEL', `INCIDENT#${incidentId}`),
  /** What one recipient was told in a clock hour: a slot for each notice, and a digest for each window of it. */
  noticeSlot: (hour: string, recipient: string, slot: number) =>
    key(`BUDGET#NOTICES#${hour}#${recipient}`, `SLOT#${String(slot).padStart(4, '0')}`),
  noticeDigest: (hour: string, recipient: string, window: number) =>
    key(`BUDGET#NOTICES#${hour}#${recipient}`, `DIGEST#${window}`),
  /** What was not told singly in that hour, and to whom. */
  noticeGathered: (hour: string, about: string) => key(`BUDGET#NOTICES#${hour}`, about),
  /** What one person asked for over MCP in a clock hour. */
  askedSlot: (hour: string, person: string, slot: number) =>
    key(`BUDGET#MCP#${hour}#${person}`, `SLOT#${String(slot).padStart(4, '0')}`),
  audit: (hour: string, id: string) => key(`AUDIT#${hour}`, id),
} as const;

export const prefixes = {
  transition: 'T#',
  decision: 'DECISION#',
  step: 'STEP#',
  finding: 'FINDING#',
  audit: 'AUDIT#',
  slot: 'SLOT#',
} as const;

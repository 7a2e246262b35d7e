import type { Notice } from '../../core/approval/ports.ts';
import type { ApprovalRequest } from '../../core/approval/request.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Status } from '../../core/incident/lifecycle.ts';
import { cleanText } from '../../core/incident/text.ts';
import type { Proposal } from '../../core/remediation/proposal.ts';

/** `minimal` leaves the VPC with service, severity, risk and link only; `full` also says cause and change. */
export type Detail =
  | { level: 'minimal'; risk: Proposal['risk']['level'] }
  | {
      level: 'full';
      cause: string | undefined;
      source: string | undefined;
      proposal: Proposal;
      /** How many other changes the page offers. */
      alternatives: number;
    };

/** SNS subjects: ASCII, at most 100 characters. Source: Amazon SNS API reference, Publish. */
const subject = (text: string): string => cleanText(text, 100).replaceAll(/[^\x20-\x7e]/g, '?');

const changes = (proposal: Proposal): string[] =>
  proposal.actions.flatMap(({ target, touched }) =>
    touched.map(
      ({ path, before, after }) => `  ${target.kind} ${target.name}: ${path} ${String(before)} -> ${String(after)}`,
    ),
  );

const said = (detail: Detail): string[] => {
  if (detail.level === 'minimal') return [`Risk: ${detail.risk}`];
  const { cause, source, proposal, alternatives } = detail;
  return [
    `Cause (${source ?? 'rules'}): ${cause ?? 'not named'}`,
    'Change:',
    ...changes(proposal),
    `Risk: ${proposal.risk.level}. Expected: ${proposal.expected.summary}`,
    ...(alternatives === 0
      ? []
      : [`The page offers ${alternatives} ${alternatives === 1 ? 'alternative' : 'alternatives'}.`]),
  ];
};

/** The notice with an approver's own link. */
export const linkNotice = (
  incident: Incident,
  request: ApprovalRequest,
  link: string,
  detail: Detail,
): Omit<Notice, 'to'> => {
  const asks = request.purpose === 'rollback' ? 'Roll back?' : 'Approval needed';
  const lines = [
    `${asks} ${incident.service} (${incident.severity})`,
    ...said(detail),
    `Decide until ${request.expiresAt}:`,
    link,
    'Nothing is changed unless you approve. The link is yours alone: do not forward it.',
  ];
  return {
    subject: subject(`[${incident.severity}] ${incident.service}: ${asks.toLowerCase()}`),
    text: lines.join('\n'),
    data: {
      incidentId: incident.id,
      kind: request.purpose === 'rollback' ? 'rollback-request' : 'approval-request',
      link,
    },
  };
};

const says: Partial<Record<Status, string>> = {
  report_only: 'No change is proposed',
  notify_failed: 'NO APPROVER COULD BE REACHED',
  approved: 'Approved',
  rejected: 'Rejected, nothing was changed',
  expired: 'Nobody decided in time, nothing was changed',
  self_recovered: 'Recovered by itself, nothing was changed',
  refused: 'EXECUTION REFUSED, nothing was changed',
  execution_failed: 'The execution failed',
  outcome_unknown: 'OUTCOME UNKNOWN: a person must look',
  fix_ineffective: 'The change did not help',
  inconclusive: 'The metrics do not tell whether the change helped',
  awaiting_rollback_approval: 'A decision on the rollback is needed',
  resolved: 'Resolved and verified',
  rolled_back: 'Rolled back to the prior state',
  rollback_failed: 'ROLLBACK FAILED: a person must act',
  closed: 'Closed by a person',
};

/** The notice to everybody about where an incident stands; in minimal detail the reason stays inside. */
export const statusNotice = (incident: Incident, level: Detail['level'], report?: string): Notice => {
  const line = says[incident.status] ?? incident.status;
  const reason = level === 'full' && incident.reason !== undefined ? [`Reason: ${incident.reason}`] : [];
  return {
    subject: subject(`[${incident.severity}] ${incident.service}: ${line}`),
    text: [
      `${line}.`,
      `Incident ${incident.id}, service ${incident.service}.`,
      ...reason,
      ...(level === 'full' && report !== undefined ? ['', report] : []),
    ].join('\n'),
    data: { incidentId: incident.id, kind: incident.status },
  };
};

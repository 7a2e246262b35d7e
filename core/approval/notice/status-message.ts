import { breakGlassMark } from '../break-glass.ts';
import type { Incident } from '../../incident/incident.ts';
import type { Status } from '../../incident/lifecycle.ts';
import { scopeKey } from '../../incident/resource.ts';
import type { TransitionRecord } from '../../incident/step.ts';
import type { Line, NoticeKey } from './line.ts';
import type { Detail, Message } from './message.ts';
import { incidentsLine, waysToDecide } from './ways.ts';

/** What each status that people are told of is called. */
const headlines: Partial<Record<Status, NoticeKey>> = {
  report_only: 'reportOnly',
  notify_failed: 'notifyFailed',
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  self_recovered: 'selfRecovered',
  refused: 'refused',
  execution_failed: 'executionFailed',
  outcome_unknown: 'outcomeUnknown',
  fix_ineffective: 'fixIneffective',
  inconclusive: 'inconclusive',
  awaiting_approval: 'approvalNeeded',
  awaiting_rollback_approval: 'rollbackUndecided',
  rolling_back: 'rollingBack',
  resolved: 'resolved',
  rolled_back: 'rolledBack',
  rollback_failed: 'rollbackFailed',
  closed: 'closed',
};

type Step = Pick<TransitionRecord, 'to' | 'person' | 'reason'>;

/** What every notice about where an incident stands says; the reason and the place stay inside in minimal detail. */
const linesOf = (incident: Incident, { person, reason }: Step, detail: Detail, baseUrl: string): Line[] => [
  { says: 'service', with: { service: { foreign: incident.service }, severity: { word: incident.severity } } },
  ...(person === undefined ? [] : [{ says: 'person', with: { person: { foreign: person } } } as const]),
  ...(reason?.startsWith(breakGlassMark) === true ? [{ says: 'brokenGlass' } as const] : []),
  ...(detail === 'minimal'
    ? []
    : [
        { says: 'where', with: { resource: { foreign: scopeKey(incident.resource, incident.spoke) } } } as const,
        { says: 'alarm', with: { alarm: { foreign: incident.alarm.name } } } as const,
        ...(reason === undefined ? [] : [{ says: 'reason', with: { reason: { foreign: reason } } } as const]),
      ]),
  incidentsLine(incident.id, baseUrl),
];

type Told = {
  incident: Incident;
  step: Step;
  detail: Detail;
  baseUrl: string;
  /** Asked in mode `propose`: what is approved is not carried out. */
  example?: boolean;
};

/** How the reason of an execution begins that the mode refuses: it is what everybody expected, not an alarm. */
const refusedByMode = 'mode: ';

const headlineOf = ({ step: { to: status, reason }, example }: Told): NoticeKey => {
  if (status === 'approved' && example === true) return 'exampleApproved';
  if (status === 'refused' && reason?.startsWith(refusedByMode) === true) return 'notExecuted';
  const headline = headlines[status];
  if (headline === undefined) throw new Error(`people are not told of ${status}`);
  return headline;
};

/** Where an incident stands after a step; an incident that is over also has a report, in full detail. */
export const statusMessage = (told: Told, report?: string): Message => messageOf(told, headlineOf(told), report);

const messageOf = ({ incident, step, detail, baseUrl }: Told, headline: NoticeKey, report?: string): Message => ({
  incident: { ...incident, status: step.to },
  kind: step.to,
  headline,
  lines: linesOf(incident, step, detail, baseUrl),
  chatSteps: [],
  facts: step.person === undefined ? {} : { decidedBy: step.person },
  ...(detail === 'full' && report !== undefined ? { report } : {}),
});

/** That one of several approved: nothing happens yet, and those who are left are asked again by `kind`. */
export const partialMessage = (told: Told, kind: string): Message => ({
  ...messageOf(told, 'oneApproved'),
  kind,
  lines: [...linesOf(told.incident, told.step, told.detail, told.baseUrl), { says: 'anotherPerson' }],
  chatSteps: waysToDecide(told.incident.id, told.baseUrl),
});

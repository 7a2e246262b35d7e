import type { AuditRecord } from '../../core/audit/record.ts';
import { callsOf, type MadeCall } from './calls.ts';
import type { EventRecord } from './cloudtrail-events.ts';
import { couldBe, isSeen } from './expected-calls.ts';

export type TimelineEntry = { at: string; in: 'audit' | 'CloudTrail'; by: string; what: string; eventId?: string };
/** `unjournaled`: CloudTrail saw a call that the audit does not know; the others are named by what they are. */
export type TrailFinding = {
  problem: 'unjournaled' | 'unseen' | 'wrong-approver' | 'altered';
  at: string;
  detail: string;
};
export type JoinedTrail = {
  incident: string;
  approvers: string[];
  calls: number;
  timeline: TimelineEntry[];
  findings: TrailFinding[];
};

/** Times in CloudTrail are of whole seconds. */
const secondMs = 1_000;

const isOfSession = (incident: string, { userIdentity }: EventRecord): boolean =>
  userIdentity?.arn?.split(':assumed-role/')[1]?.split('/')[1] === incident;
const opensSession = (incident: string, { eventName, requestParameters }: EventRecord): boolean =>
  eventName === 'AssumeRole' && Object(requestParameters)['roleSessionName'] === incident;

const within = ({ from, to }: MadeCall, { eventTime }: EventRecord): boolean => {
  const at = Date.parse(eventTime);
  return at > from.getTime() - secondMs && at <= to.getTime() + secondMs;
};
const isCallOf = (call: MadeCall, event: EventRecord): boolean => within(call, event) && couldBe(call, event);

/** Lays what the audit says of an incident beside what CloudTrail saw of its sessions; what only one of them has is found. */
export const join = (
  incident: string,
  records: readonly AuditRecord[],
  events: readonly EventRecord[],
): JoinedTrail => {
  const calls = callsOf(records);
  const seen = events.filter((event) => isOfSession(incident, event));
  const changing = seen.filter(({ readOnly, eventSource }) => readOnly !== true && eventSource !== 'sts.amazonaws.com');
  const acting = records.filter(({ what }) => what['to'] === 'executing' || what['to'] === 'rolling_back');
  const approvers = [...new Set(acting.flatMap(({ who }) => who.person ?? []))];
  const findings = [
    ...changing.flatMap((event) => unjournaled(calls, event)),
    ...seen.flatMap((event) => wrongApprover(approvers, event)),
    ...calls.flatMap((call) => unseen(call, changing)),
  ].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const ofCloudTrail = events.filter((event) => seen.includes(event) || opensSession(incident, event));
  const timeline = [...records.map(ofRecord), ...ofCloudTrail.map(ofEvent)].toSorted((a, b) =>
    a.at.slice(0, 19) < b.at.slice(0, 19) ? -1 : a.at.slice(0, 19) > b.at.slice(0, 19) ? 1 : 0,
  );
  return { incident, approvers, calls: calls.length, timeline, findings };
};

const nameOf = ({ eventSource, eventName, eventID }: EventRecord): string => `${eventSource} ${eventName} (${eventID})`;

const unjournaled = (calls: readonly MadeCall[], event: EventRecord): TrailFinding[] =>
  calls.some((call) => isCallOf(call, event))
    ? []
    : [
        {
          problem: 'unjournaled',
          at: event.eventTime,
          detail: `CloudTrail saw ${nameOf(event)} of the remediation role, and no claim in the audit is of it`,
        },
      ];

/** The reader role of a spoke account bears the incident too, in nobody's name: it looks before anybody was asked. */
const isReading = ({ readOnly, userIdentity }: EventRecord): boolean =>
  readOnly === true && userIdentity?.arn?.includes(':assumed-role/sovereign-ops-spoke-reader/') === true;

const wrongApprover = (approvers: readonly string[], event: EventRecord): TrailFinding[] => {
  const identity = event.userIdentity?.sessionContext?.sourceIdentity ?? 'nobody';
  if (approvers.includes(identity) || isReading(event)) return [];
  const detail = `${nameOf(event)} was made in the name of ${identity}; approved by ${approvers.join(', ') || 'nobody'}`;
  return [{ problem: 'wrong-approver', at: event.eventTime, detail }];
};

const unseen = (call: MadeCall, changing: readonly EventRecord[]): TrailFinding[] => {
  if (!isSeen(call) || call.status === 'failed') return [];
  if (changing.some((event) => isCallOf(call, event))) return [];
  const detail = `the audit has ${call.action} on ${call.target} (${call.idempotencyKey}), and CloudTrail has no call of it`;
  return [{ problem: 'unseen', at: call.from.toISOString(), detail }];
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const ofRecord = ({ who, what, when }: AuditRecord): TimelineEntry => ({
  at: when,
  in: 'audit',
  by: who.person ?? who.function,
  what:
    typeof what['to'] === 'string'
      ? `${textOf(what['from']) ?? 'nothing'} -> ${what['to']}`
      : ['fact', 'action', 'status', 'idempotencyKey'].flatMap((name) => textOf(what[name]) ?? []).join(' '),
});

const ofEvent = (event: EventRecord): TimelineEntry => ({
  at: event.eventTime,
  in: 'CloudTrail',
  by: event.userIdentity?.sessionContext?.sourceIdentity ?? event.userIdentity?.arn ?? 'unknown',
  what: `${event.eventSource} ${event.eventName}${event.errorCode == null ? '' : ` (${event.errorCode})`}`,
  eventId: event.eventID,
});

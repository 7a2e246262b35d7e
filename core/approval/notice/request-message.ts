import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import type { Incident } from '../../incident/incident.ts';
import { scopeKey } from '../../incident/resource.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Proposal } from '../../remediation/proposal.ts';
import { requiredQuorum } from '../quorum.ts';
import type { ApprovalRequest } from '../request.ts';
import type { Line, NoticeKey } from './line.ts';
import type { Detail, Message } from './message.ts';
import { waysToDecide } from './ways.ts';
import { minutesUntil, utcMinute } from './utc.ts';

export type RequestFacts = {
  incident: Incident;
  request: ApprovalRequest;
  /** The recommended choice, or the one that was executed. */
  proposal: Proposal;
  /** How many other changes the page offers. */
  alternatives: number;
  diagnosis: Diagnosis | undefined;
  /** How many reminders there were before this one. */
  reminders: number;
  baseUrl: string;
  now: Date;
};

const headlines = {
  change: { first: 'approvalNeeded', again: 'approvalReminder' },
  rollback: { first: 'rollbackNeeded', again: 'rollbackReminder' },
  example: { first: 'exampleAsked', again: 'exampleReminder' },
} as const satisfies Record<ApprovalRequest['purpose'] | 'example', Record<'first' | 'again', NoticeKey>>;

/** Asked in mode `propose`: whoever is woken by it reads first that nothing will be executed. */
const isExample = ({ request, proposal }: Pick<RequestFacts, 'request' | 'proposal'>): boolean =>
  request.purpose === 'change' && proposal.mode !== undefined;

const changesOf = ({ actions }: Proposal): Line[] =>
  actions.flatMap(({ target, touched }) =>
    touched.map(({ path, before, after }) => ({
      fact: `${target.kind} ${target.name}: ${path} ${String(before)} -> ${String(after)}`,
    })),
  );

const causeOf = (diagnosis: Diagnosis | undefined): Line => {
  const [cause] = diagnosis?.causes ?? [];
  if (diagnosis === undefined || cause === undefined) return { says: 'causeUnknown' };
  return { says: 'cause', with: { cause: { foreign: cause.summary }, source: { word: diagnosis.source } } };
};

const fullLines = ({ incident, proposal, alternatives, diagnosis }: RequestFacts): Line[] => [
  { says: 'where', with: { resource: { foreign: scopeKey(incident.resource, incident.spoke) } } },
  { says: 'alarm', with: { alarm: { foreign: incident.alarm.name } } },
  causeOf(diagnosis),
  { says: 'change' },
  ...changesOf(proposal),
  { says: 'expected', with: { expected: { foreign: proposal.expected.summary } } },
  ...(alternatives === 0 ? [] : [{ says: 'alternatives', with: { count: { own: alternatives } } } as const]),
];

/** Who asked that a good change be taken back, and inside also why. */
const askerOf = ({ incident, request }: RequestFacts, detail: Detail): Line[] => {
  if (request.askedBy === undefined) return [];
  const why = detail === 'full' ? incident.reason : undefined;
  return [
    { says: 'askedBy', with: { person: { foreign: request.askedBy } } },
    ...(why === undefined ? [] : [{ says: 'reason', with: { reason: { foreign: why } } } as const]),
  ];
};

/** For programs, and for whoever uses the links. */
export const kindOf = ({ purpose }: Pick<ApprovalRequest, 'purpose'>): string =>
  purpose === 'rollback' ? 'rollback-request' : 'approval-request';

/** What is asked, for everybody who is told of it; the link is said by `askingLines`. */
export const requestMessage = (facts: RequestFacts, detail: Detail): Message => {
  const { incident, request, proposal, reminders, baseUrl } = facts;
  const { service, severity, id } = incident;
  const { people } = requiredQuorum(request, proposal);
  const { level } = proposal.risk;
  return {
    incident,
    kind: kindOf(request),
    headline: headlines[isExample(facts) ? 'example' : request.purpose][reminders === 0 ? 'first' : 'again'],
    lines: [
      { says: 'service', with: { service: { foreign: service }, severity: { word: severity } } },
      { says: 'risk', with: { risk: { word: level } } },
      ...askerOf(facts, detail),
      ...(people === 1 ? [] : [{ says: 'peopleNeeded', with: { people: { own: people } } } as const]),
      ...(detail === 'full' ? fullLines(facts) : []),
    ],
    chatSteps: waysToDecide(id, baseUrl),
    facts: { risk: level, decideBy: request.expiresAt, ...(isExample(facts) ? { mode: 'propose' } : {}) },
  };
};

const untilApproved = { change: 'nothingChanges', rollback: 'changeStays' } as const;

/** What stands around the link of an approver: by when before it, and what it is good for after it. */
export const askingLines = (facts: RequestFacts, { linkDecides }: Pick<Policy, 'linkDecides'>): Line[] => {
  const { request, proposal, now } = facts;
  const { level } = proposal.risk;
  const time = utcMinute(request.expiresAt);
  const views: Line[] = linkDecides.some((risk) => risk === level) ? [] : [{ says: 'linkOnlyViews' }];
  return [
    { says: 'decideBy', with: { time: { own: time }, minutes: { own: minutesUntil(request.expiresAt, now) } } },
    ...views,
    { says: isExample(facts) ? 'nothingExecuted' : untilApproved[request.purpose] },
    { says: 'yoursAlone' },
  ];
};

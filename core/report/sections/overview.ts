import { terminal } from '../../incident/lifecycle.ts';
import { traceIdOf } from '../../incident/trace.ts';
import { code, fact, type Line, list, section, type Section, strong, text, time } from '../document.ts';
import type { Facts } from '../facts.ts';
import { between, counted, percent, resourceLine, spoken } from '../words.ts';

const causeLine = ({ diagnosis }: Facts): Line => {
  const [cause] = diagnosis?.causes ?? [];
  if (diagnosis === undefined || cause === undefined) return ['No cause was named.'];
  const who = diagnosis.source === 'model' ? 'the language model' : 'the rules';
  return [
    'Cause: ',
    code(cause.category),
    ' of ',
    ...resourceLine(cause.resource),
    ` (${percent(cause.confidence)}, named by ${who}).`,
  ];
};

const decidedBy = ({ decisions }: Facts): Line => {
  const [first] = decisions;
  if (first === undefined) return ['Nobody decided.'];
  const last = decisions.at(-1) ?? first;
  const verb = last.proof.purpose === 'reject' ? 'Last decision: rejected by ' : 'Last decision: approved by ';
  return [verb, fact(last.proof.approver), ` (${counted(decisions.length, 'decision', 'decisions')}).`];
};

/** What was called, by the journal alone: the state of the incident could have been written by anybody. */
const changedLine = ({ journal, unreadable }: Facts): string => {
  if (unreadable.includes('a journal line'))
    return 'The journal cannot be read: whether something was changed is not known.';
  const calls = journal.filter(({ idempotencyKey }) => !idempotencyKey.endsWith('/undo'));
  const back = calls.filter(({ status }) => status === 'rolled_back').length;
  const made = calls.filter(({ status }) => status === 'succeeded').length + back;
  const unknown = journal.filter(({ status }) => status === 'outcome_unknown' || status === 'started').length;
  if (made === 0 && unknown === 0) return 'The journal holds no change.';
  return [
    `The journal holds ${counted(made, 'call', 'calls')} that succeeded`,
    ...(back === 0 ? [] : [`${back} of them taken back`]),
    ...(unknown === 0 ? [] : [`${counted(unknown, 'call', 'calls')} without a known outcome`]),
  ]
    .join(', ')
    .concat('.');
};

const took = ({ incident }: Facts): string =>
  terminal.has(incident.status) ? `after ${between(incident.openedAt, incident.changedAt)}` : 'and not over yet';

export const titleLine = ({ incident }: Facts): Line => [
  'Incident report: ',
  fact(incident.service),
  `, ${spoken(incident.status)}`,
];

/** The whole incident in one paragraph. */
export const summaryLine = (facts: Facts): Line => [
  fact(facts.incident.service),
  ` (severity ${facts.incident.severity}): `,
  strong(spoken(facts.incident.status)),
  ` ${took(facts)}. `,
  ...causeLine(facts),
  ' ',
  ...decidedBy(facts),
  ` ${changedLine(facts)}`,
];

/** What it was about and where it stands. */
export const overview = ({ incident }: Facts): Section => {
  const { id, alarm, resource, runbook, openedAt, changedAt, status, reason } = incident;
  return section(
    'Incident',
    '',
    ...list('lines', [
      ['Incident ', code(id), ', trace id ', code(traceIdOf(id))],
      ['Resource ', ...resourceLine(resource)],
      ['Alarm ', fact(alarm.name), ' at ', time(alarm.at), ', account ', code(alarm.account), ', ', code(alarm.region)],
      ['The alarm said: ', fact(alarm.reason)],
      ['Runbook ', runbook === undefined ? 'none' : code(runbook)],
      ['Opened ', time(openedAt)],
      [
        terminal.has(status) ? 'Ended ' : 'Last change ',
        time(changedAt),
        ', ',
        strong(spoken(status)),
        ...(reason === undefined ? [] : [': ', fact(reason)]),
      ],
    ]),
    ...(terminal.has(status) ? [] : [text('It is not over: this is how it stood at that time.')]),
  );
};

import type { IncidentRow } from '../../../incident/listing.ts';
import type { ListTexts } from '../../../policy/language/list-texts.ts';
import { el } from '../dom.client.ts';
import { base } from './fetch.client.ts';
import { say, span } from './words.client.ts';

/** What somebody can do with a row. */
export type Act = (incident: IncidentRow) => void;

type Tone = 'good' | 'bad' | 'warn' | 'now';
const tones: Partial<Record<IncidentRow['status'], Tone>> = {
  resolved: 'good',
  self_recovered: 'good',
  report_only: 'warn',
  rejected: 'warn',
  expired: 'warn',
  inconclusive: 'warn',
  rolled_back: 'warn',
  closed: 'warn',
  notify_failed: 'bad',
  refused: 'bad',
  execution_failed: 'bad',
  outcome_unknown: 'bad',
  fix_ineffective: 'bad',
  rollback_failed: 'bad',
};

const severities = {
  low: 'severityLow',
  medium: 'severityMedium',
  high: 'severityHigh',
  critical: 'severityCritical',
} as const satisfies Record<IncidentRow['severity'], keyof ListTexts>;

/** Below this time is short. */
const soon = 3 * 60_000;

const fact = (text: string): HTMLElement => el('bdi', {}, text);
const tag = (text: string, tone: string): HTMLElement => el('span', { class: `tag ${tone}` }, text);

const reviewTag = (review: IncidentRow['review']): (Node | string)[] => {
  if (review === undefined) return [];
  return [' ', review === 'open' ? tag(say('reviewOpen'), 'bad') : tag(say('reviewDone'), '')];
};

const takeBackButton = (incident: IncidentRow, takeBack: Act): HTMLElement => {
  const one = el('button', { type: 'button', id: `take-back-${incident.id}`, class: 'plain' }, say('takeBack'));
  one.addEventListener('click', () => takeBack(incident));
  return el('p', { class: 'act' }, one);
};

const state = (incident: IncidentRow, takeBack: Act): (Node | string)[] => {
  const { status, reason, review, mayAskRollback } = incident;
  return [
    tag(say(status), tones[status] ?? 'now'),
    ...reviewTag(review),
    ...(reason === undefined ? [] : [el('p', { class: 'quiet small' }, fact(reason))]),
    ...(mayAskRollback === true ? [takeBackButton(incident, takeBack)] : []),
  ];
};

const named = ({ id, service, resource: { kind, namespace, name }, account, approvalId }: IncidentRow): Node[] => [
  fact(service),
  el(
    'p',
    { class: 'quiet small' },
    fact([account, kind, namespace === undefined ? name : `${namespace}/${name}`].filter(Boolean).join(' ')),
  ),
  el('p', { class: 'quiet small mono' }, fact(id)),
  // Not a secret; whoever follows it must show there who they are.
  ...(approvalId === undefined || !/^[0-9a-f]{32}$/.test(approvalId)
    ? []
    : [el('a', { href: `${base()}/a/${approvalId}`, id: `request-${approvalId}` }, say('openRequest'))]),
];

const left = ({ expiresAt }: IncidentRow, now: number): HTMLElement => {
  if (expiresAt === undefined) return el('span', { class: 'quiet' }, '–');
  const rest = Date.parse(expiresAt) - now;
  return el('span', { class: rest < soon ? 'soon' : '' }, rest <= 0 ? say('timeOver') : span(rest));
};

const columns = ['state', 'incident', 'severity', 'age', 'asked', 'timeLeft'] as const;

/** Roles are named: a browser that shows cells as blocks on a phone would forget that they are a table. */
const cell = (column: (typeof columns)[number], ...content: (Node | string)[]): HTMLElement => {
  const head = column === 'incident';
  const attributes = {
    'data-column': say(column),
    role: head ? 'rowheader' : 'cell',
    ...(head ? { scope: 'row' } : {}),
  };
  return el(head ? 'th' : 'td', attributes, el('div', {}, ...content));
};

const row = (incident: IncidentRow, now: number, takeBack: Act): HTMLElement =>
  el(
    'tr',
    { role: 'row' },
    cell('state', ...state(incident, takeBack)),
    cell('incident', ...named(incident)),
    cell('severity', say(severities[incident.severity])),
    cell(
      'age',
      el('time', { datetime: incident.openedAt, title: incident.openedAt }, span(now - Date.parse(incident.openedAt))),
    ),
    cell(
      'asked',
      incident.asked.length === 0 ? el('span', { class: 'quiet' }, say('nobody')) : fact(incident.asked.join(', ')),
    ),
    cell('timeLeft', left(incident, now)),
  );

/** The incidents as a table, as they are at this time of the server. */
export const incidentsTable = (incidents: readonly IncidentRow[], now: number, takeBack: Act): HTMLElement =>
  el(
    'table',
    { class: 'incidents', role: 'table', 'aria-labelledby': 'title' },
    el(
      'thead',
      { role: 'rowgroup' },
      el(
        'tr',
        { role: 'row' },
        ...columns.map((column) => el('th', { scope: 'col', role: 'columnheader' }, say(column))),
      ),
    ),
    el('tbody', { role: 'rowgroup' }, ...incidents.map((one) => row(one, now, takeBack))),
  );

import type { FieldValue } from '../../core/remediation/action.ts';
import { cleanText } from '../../core/incident/text.ts';
import type { RunDocument } from './document.ts';
import type { Proof } from './place.ts';
import { duration } from './duration.ts';

type Row = [title: string, ...lines: string[]];
type Values = Readonly<Record<string, FieldValue>> | null;

const spoken = (status: string): string => status.replaceAll('_', ' ');
const valuesOf = (values: Values): string =>
  values === null
    ? 'not readable'
    : Object.entries(values)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, value]) => `${path} = ${value === null ? 'not set' : String(value)}`)
        .join(', ');

const endOf = ({ incident }: RunDocument): string => {
  const [first] = incident.history;
  const last = incident.history.at(-1);
  const took =
    first === undefined || last === undefined ? '' : ` after ${duration(Date.parse(last.at) - Date.parse(first.at))}`;
  return `${spoken(incident.status)}${took}${incident.reason === undefined ? '' : `: ${incident.reason}`}`;
};

const changes = ({ proposal }: RunDocument): string[] => {
  if (proposal === null) return [];
  const { diff, risk, expected, blastRadius, alternatives } = proposal;
  const { resources, changePercent } = blastRadius;
  const most = changePercent === null ? '' : `, by ${Math.round(changePercent)} % at most`;
  return [
    ...diff.split('\n'),
    `risk ${risk}, expected: ${expected}; reaches ${resources} ${resources === 1 ? 'resource' : 'resources'}${most}`,
    ...alternatives.map(
      (other) => `not chosen, risk ${other.risk}: ${other.title ?? other.actions.map(({ id }) => id).join(', ')}`,
    ),
  ];
};

const metrics = ({ validation }: RunDocument): string[] =>
  validation === null
    ? []
    : [
        `${validation.outcome}, alarm ${validation.alarm}`,
        ...Object.keys(validation.after).map(
          (id) => `${id}: ${validation.before[id] ?? 'no data'} -> ${validation.after[id] ?? 'no data'}`,
        ),
      ];

const rowsOf = (document: RunDocument): Row[] => {
  const { incidents, diagnosis, approval, journal, audit } = document;
  const [cause] = diagnosis.causes;
  const note = diagnosis.modelNote === undefined ? '' : `; ${diagnosis.modelNote}`;
  return [
    [
      'Before it',
      ...incidents.slice(0, -1).map(({ id, status, resource }) => `${id} ${resource.name}: ${spoken(status)}`),
    ],
    ['Ended', endOf(document)],
    [
      'Cause',
      cause === undefined
        ? diagnosis.kind
        : `${cause.summary} (${diagnosis.source}, confidence ${cause.confidence}${note})`,
      ...(diagnosis.disagreement === undefined ? [] : [diagnosis.disagreement]),
    ],
    ['Change', ...changes(document)],
    [
      'Decision',
      ...(approval?.decisions ?? []).map(
        (d) => `${d.by}: ${d.decision}${d.reason === undefined ? '' : `, ${d.reason}`}`,
      ),
    ],
    [
      'Journal',
      ...journal.map(
        (entry) =>
          `${entry.idempotencyKey.endsWith('/undo') ? 'undo of ' : ''}${entry.action} on ${entry.target.name}: ${spoken(entry.status)}; before ${valuesOf(entry.prior)}; after ${valuesOf(entry.observed)}`,
      ),
    ],
    ['Metrics', ...metrics(document)],
    [
      'Audit',
      audit === null
        ? 'not read'
        : `${audit.records} records, signed heads: ${audit.heads}, ${audit.verified ? 'verified' : 'NOT VERIFIED'}`,
      ...(audit?.findings ?? []),
    ],
  ];
};

const indentOf = (line: string): string => ' '.repeat(line.length - line.trimStart().length);

const printed = (rows: readonly Row[]): string[] =>
  rows.flatMap(([title, ...lines]) =>
    lines.map((line, n) => `${(n === 0 ? title : '').padEnd(10)} ${indentOf(line)}${cleanText(line, 400)}`),
  );

/** The end of a run for a person: cause, change, decision, journal, metrics before and after, audit. */
export const summaryOf = (document: RunDocument): string => printed(rowsOf(document)).join('\n');

/** What an endpoint says of its resources after the run, beside what it said before; nothing without an endpoint. */
export const proofOf = (proof: Proof | undefined): string => {
  if (proof === undefined) return '';
  const { url, before, after } = proof;
  const lines = Object.entries(after).map(([name, value]) =>
    value === before[name] ? `${name}: still ${value}` : `${name}: ${before[name]} -> ${value}`,
  );
  return `${printed([['Endpoint', `read again at ${url}`, ...lines]]).join('\n')}\n`;
};

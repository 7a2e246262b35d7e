import { consoleLinks } from '../../core/incident/console-links.ts';
import type { Api } from './api.ts';
import { choiceRows } from './choice-text.ts';
import { block, titled } from './columns.ts';
import { Shown } from './documents.ts';
import type { Result } from './result.ts';
import { stepLine } from './step-line.ts';
import { between, nameOf, shortDigest, spoken } from './words.ts';

type Row = readonly [string, ...string[]];

const causes = ({ diagnosis }: Shown): string[] =>
  diagnosis === null
    ? []
    : [
        ...(diagnosis.causes.length === 0 ? [diagnosis.kind] : []),
        ...diagnosis.causes.map(
          ({ summary, confidence, category }) => `${summary} (${category}, confidence ${confidence})`,
        ),
        `named by ${diagnosis.model ?? 'fixed rules'}${diagnosis.note === undefined ? '' : `; ${diagnosis.note}`}`,
      ];

const requestLines = ({ requests, now }: Shown): Row[] =>
  requests.map((request) => [
    request.purpose === 'rollback' ? 'Rollback' : 'Request',
    `${request.status}, asked ${request.approvers.join(', ')}${request.status === 'pending' && now < request.expiresAt ? ` for ${between(now, request.expiresAt)}` : ''}`,
    ...request.decisions.map(
      ({ by, decision, at, identity, breakGlass, reason }) =>
        `${by}: ${decision} at ${at} by ${identity}${breakGlass ? ', BREAK-GLASS' : ''}${reason === undefined ? '' : `: ${reason}`}`,
    ),
    ...(request.review === undefined ? [] : [`review of the break-glass decision: ${request.review}`]),
  ]);

const metrics = ({ validation }: Shown): string[] =>
  validation === null
    ? []
    : [
        `${validation.outcome}, alarm ${validation.alarm}`,
        ...validation.metrics.map(
          ({ id, before, after, verdict }) => `${id}: ${before ?? 'no data'} -> ${after ?? 'no data'} (${verdict})`,
        ),
      ];

/** Where its log lines and the dashboard are. Whole, because half of an address leads nowhere; all of it is percent-encoded. */
const places = ({ incident, logPlace, now }: Shown): string => {
  const { traceId, changedAt = now } = incident;
  if (traceId === undefined || logPlace === undefined) return '';
  const { logs, dashboard } = consoleLinks(logPlace, { ...incident, traceId, changedAt }, new Date(now));
  return `\nIts log lines\n${logs}\n\nDashboard\n${dashboard}\n`;
};

const page = (shown: Shown): string => {
  const { incident, steps, diagnosis, choices, doNothing } = shown;
  const first = titled([
    [
      'Incident',
      `${incident.id}: ${spoken(incident.status)}`,
      ...(incident.reason === undefined ? [] : [incident.reason]),
    ],
    ['About', `${incident.service}, ${nameOf(incident.resource)}, severity ${incident.severity}`],
    ['Alarm', `${incident.alarm.name} at ${incident.alarm.at}`, incident.alarm.reason],
    ['Trace', ...(incident.traceId === undefined ? [] : [incident.traceId])],
  ]);
  const history = block(
    'Steps',
    steps.map((step) => stepLine(step, incident.openedAt)),
  );
  const rest = titled([
    ['Cause', ...causes(shown)],
    ['Not seen', ...(diagnosis?.gaps ?? [])],
    ...choiceRows(choices),
    ['Or nothing', ...(doNothing === undefined ? [] : [doNothing])],
    ...requestLines(shown),
    ['Approved', ...approved(shown)],
    ['Metrics', ...metrics(shown)],
  ]);
  return `${first}${history}${rest}${places(shown)}`;
};

const approved = ({ requests }: Shown): string[] => {
  const digests = requests.flatMap(({ purpose, decisions }) =>
    purpose === 'change'
      ? decisions.flatMap(({ decision, digest }) =>
          decision === 'approved' && typeof digest === 'string' ? [shortDigest(digest)] : [],
        )
      : [],
  );
  return [...new Set(digests)].map((digest) => `digest ${digest}`);
};

/** Reads everything about one incident. */
export const readShown = (api: Api, incidentId: string): Promise<Shown> => api.operation('show', { incidentId }, Shown);

/** One incident, whole. */
export const showIncident = async (api: Api, incidentId: string): Promise<Result> => {
  const shown = await readShown(api, incidentId);
  return { code: 0, document: shown, text: page(shown) };
};

/** Where the log lines and the dashboard of a stack are; `home` is the address of CloudWatch in the console, of its region. */
export type LogPlace = { home: string; logGroups: readonly string[]; dashboard: string };
type About = { traceId: string; openedAt: string; changedAt: string; over: boolean };

/** Before an incident opens its alarm is evaluated, after its last step the report is written and audited. */
const marginMilliseconds = 15 * 60_000;

/** Every line of one trace in the order in which it was written; the saved query of the template is the same. */
export const traceQuery = (traceId: string): string =>
  `fields @timestamp, service, level, message, span_id, @message\n| filter trace_id = "${traceId}"\n| sort @timestamp asc\n| limit 1000`;

/** A text inside the detail of a query: percent encoding with a star, and nothing left that the detail is built with. */
const starred = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll(/[!~*'()_]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
    .replaceAll('%', '*');

const outer: Readonly<Record<string, string>> = { '~': '$257E', '(': '$2528', ')': '$2529', "'": '$2527' };

/**
 * Links of the CloudWatch console: the lines of this trace in Logs Insights, from a little before the incident to a little
 * after it, and the dashboard. The browser makes them as well: it knows no address by itself. The form of these addresses is not documented by AWS; it is the one that the console writes.
 */
export const consoleLinks = (
  { home, logGroups, dashboard }: LogPlace,
  { traceId, openedAt, changedAt, over }: About,
  now: Date,
): { logs: string; dashboard: string } => {
  const start = new Date(Date.parse(openedAt) - marginMilliseconds).toISOString();
  const end = new Date((over ? Date.parse(changedAt) : now.getTime()) + marginMilliseconds).toISOString();
  const text = (value: string): string => `'${starred(value)}`;
  const source = logGroups.map((name) => `~${text(name)}`).join('');
  const detail = `~(end~${text(end)}~start~${text(start)}~timeType~'ABSOLUTE~tz~'UTC~editorString~${text(traceQuery(traceId))}~source~(${source}))`;
  const encoded = detail.replaceAll(/[~()']/g, (sign) => outer[sign] ?? sign);
  return {
    logs: `${home}#logsV2:logs-insights$3FqueryDetail$3D${encoded}`,
    dashboard: `${home}#dashboards/dashboard/${encodeURIComponent(dashboard)}`,
  };
};

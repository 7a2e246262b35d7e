import * as z from 'zod';
import type { Resource } from '../incident/resource.ts';
import type { Fact, Finding } from './facts.ts';
import type { LogLine } from './ports.ts';
import { bounds, screen } from './sanitize.ts';

/** The envelope of the Container Insights log router. */
const Routed = z.object({
  log: z.string(),
  kubernetes: z.object({ namespace_name: z.string(), pod_name: z.string() }).optional(),
});
const Structured = z
  .object({ message: z.string() })
  .or(z.object({ msg: z.string() }).transform(({ msg }) => ({ message: msg })));

type Row = { pattern: RegExp; fact: Fact };
/** What a line means; the first row that fits. A line that fits none is no error line. */
const rows: readonly Row[] = [
  {
    pattern: /\bout ?of ?memory\b|OutOfMemory|cannot allocate memory|heap limit|heap space/i,
    fact: 'log_out_of_memory',
  },
  { pattern: /connection refused|ECONNREFUSED/i, fact: 'log_connection_refused' },
  { pattern: /\b(?:error|fatal|panic|critical|severe)\b|exception|traceback/i, fact: 'log_error' },
];

/** At most this many groups become signals; the rest is counted in none. */
const mostGroups = 5;

const json = (text: string): unknown => {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

type Opened = { message: string; pod?: { namespace: string; name: string } };
/** The text that the program wrote, out of whatever JSON it came in, and the pod that wrote it where that is known. */
const open = ({ message }: LogLine): Opened => {
  const routed = Routed.safeParse(json(message));
  const inner = routed.success ? routed.data.log : message;
  const structured = Structured.safeParse(json(inner.trim()));
  const pod = routed.data?.kubernetes;
  return {
    message: structured.success ? structured.data.message : inner,
    ...(pod === undefined ? {} : { pod: { namespace: pod.namespace_name, name: pod.pod_name } }),
  };
};

/** A cluster shares one log group: lines that name a pod of another workload are not about this incident. */
const belongs = ({ pod }: Opened, resource: Resource): boolean =>
  pod === undefined ||
  resource.namespace === undefined ||
  (pod.namespace === resource.namespace && (pod.name === resource.name || pod.name.startsWith(`${resource.name}-`)));

/** The line with everything that differs from one occurrence to the next masked: numbers, hex, ids. */
const masked = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gi, '*')
    .replace(/\b(?:0x)?[0-9a-f]*\d[0-9a-f]*\b/gi, '*')
    .slice(0, bounds.label);

export type LogsFound = { findings: Finding[]; texts: string[]; redacted: number };

/** Error lines of one resource, grouped by what they say, the most frequent first. Texts are screened before anything else. */
export const logSignals = (lines: readonly LogLine[], resource: Resource): LogsFound => {
  const groups = new Map<string, { fact: Fact; example: string; first: Date; last: Date; times: number }>();
  const texts: string[] = [];
  let redacted = 0;
  for (const line of lines) {
    const opened = open(line);
    if (!belongs(opened, resource)) continue;
    const screened = screen(opened.message, bounds.logMessage);
    redacted += screened.redacted;
    texts.push(screened.text);
    const fact = rows.find(({ pattern }) => pattern.test(screened.text))?.fact;
    if (fact === undefined) continue;
    const key = masked(screened.text);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { fact, example: screened.text, first: line.at, last: line.at, times: 1 });
    else groups.set(key, { ...known, last: line.at, times: known.times + 1 });
  }
  const findings = [...groups.values()]
    .toSorted((a, b) => b.times - a.times)
    .slice(0, mostGroups)
    .map(({ fact, example, first, last, times }) => ({
      fact,
      summary: `${times} x ${example}`,
      resource,
      time: first.toISOString(),
      data: { times, last: last.toISOString() },
    }));
  return { findings, texts, redacted };
};

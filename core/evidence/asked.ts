import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import * as z from 'zod';
import { redact } from '../incident/redact.ts';
import { cleanText } from '../incident/text.ts';
import type { EvidencePorts } from './gather/gather.ts';
import { injectionPatterns } from './injection.ts';

/** One question to a source of evidence: what was asked, and how much came back in which time. Nothing of the answer. */
export const Asked = z.strictObject({
  source: z.string(),
  /** The question, cleaned and cut; empty where it would mislead a model. The hash is of the whole of it. */
  query: z.string(),
  sha256: z.string(),
  /** Series, lines, objects or answers; absent where the source failed. */
  found: z.int().nonnegative().optional(),
  ms: z.int().nonnegative(),
});
export type Asked = z.infer<typeof Asked>;

/** More are counted and not kept: a runbook asks some ten questions. */
export const mostAsked = 60;
const queryUnits = 300;

const Lines = z.object({ lines: z.array(z.unknown()) });
const Found = z.object({ found: z.unknown() });

/** How many things an answer holds, whichever source gave it. */
const countOf = (answer: unknown): number => {
  if (answer === undefined) return 0;
  if (Array.isArray(answer)) return answer.length;
  const lines = Lines.safeParse(answer);
  if (lines.success) return lines.data.lines.length;
  const read = Found.safeParse(answer);
  if (!read.success) return 1;
  const { found } = read.data;
  if (typeof found !== 'object' || found === null) return 0;
  return Array.isArray(found) ? found.length : Object.keys(found).length;
};

const questionOf = (args: readonly unknown[]): { query: string; sha256: string } => {
  const text = canonicalize(JSON.parse(JSON.stringify(args))) ?? '';
  const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
  // A name that was written for a model is not spread any further either.
  const query = injectionPatterns(text).length > 0 ? '' : cleanText(redact(text).text, queryUnits);
  return { query, sha256 };
};

/** The same ports, and what is asked of them in `asked`, in the order of the answers. `now` measures. */
export const watched = (ports: EvidencePorts, now: () => Date): { ports: EvidencePorts; asked: Asked[] } => {
  const asked: Asked[] = [];
  const by =
    <A extends unknown[], R>(source: string, ask: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const from = now().getTime();
      const note = (found?: number): void => {
        const ms = Math.max(0, now().getTime() - from);
        asked.push({ source, ...questionOf(args), ...(found === undefined ? {} : { found }), ms });
      };
      try {
        const answer = await ask(...args);
        note(countOf(answer));
        return answer;
      } catch (error) {
        note();
        throw error;
      }
    };
  const { metrics, logs, kubernetes, ecs, alarmHistory, changes, stoppedTasks, databases, callGraph } = ports;
  return {
    asked,
    ports: {
      metrics: { read: by('metrics', (...args) => metrics.read(...args)) },
      logs: { search: by('logs', (query) => logs.search(query)) },
      kubernetes: {
        get: by('kubernetes', (target) => kubernetes.get(target)),
        list: by('kubernetes', (kind, namespace) => kubernetes.list(kind, namespace)),
      },
      ecs: { service: by('ecs', (cluster, service) => ecs.service(cluster, service)) },
      ...(alarmHistory === undefined
        ? {}
        : { alarmHistory: { stateChanges: by('alarm-history', (...args) => alarmHistory.stateChanges(...args)) } }),
      ...(changes === undefined ? {} : { changes: { lookUp: by('changes', (...args) => changes.lookUp(...args)) } }),
      ...(stoppedTasks === undefined
        ? {}
        : { stoppedTasks: { stopped: by('stopped-tasks', (...args) => stoppedTasks.stopped(...args)) } }),
      ...(databases === undefined
        ? {}
        : { databases: { about: by('databases', (...args) => databases.about(...args)) } }),
      ...(callGraph === undefined
        ? {}
        : { callGraph: { graph: by('call-graph', (period) => callGraph.graph(period)) } }),
    },
  };
};

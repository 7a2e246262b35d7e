import type { LogReader } from '../../core/evidence/ports.ts';
import type { App } from './app.ts';
import { logLines } from './observed.ts';
import { nodeOf, podName } from './pods.ts';

const groupOf = ({ spec }: App): string => `/aws/containerinsights/${spec.cluster}/application`;

/**
 * Filter patterns of unstructured text: every plain term must be in the line, at least one of those with `?`, none of
 * those with `-`. Throws for JSON and space-delimited patterns: silently finding nothing would be a lie.
 */
const filter = (pattern: string): ((line: string) => boolean) => {
  if (/^\s*[{[%]/.test(pattern)) throw new Error(`the simulated logs know term patterns only, not ${pattern}`);
  const terms = [...pattern.matchAll(/([?-]?)(?:"([^"]*)"|(\S+))/g)].map(([, sign, quoted, plain]) => ({
    sign,
    text: quoted ?? plain ?? '',
  }));
  const wanted = terms.filter((t) => t.sign === '?');
  return (line) =>
    terms.every((t) => t.sign === '?' || line.includes(t.text) === (t.sign === '')) &&
    (wanted.length === 0 || wanted.some((t) => line.includes(t.text)));
};

/** All lines, or where there are more than `limit` the newest half of it and every so-manieth of those before. */
const sampled = <T>(lines: readonly T[], limit: number): T[] => {
  if (lines.length <= limit) return [...lines];
  const newest = Math.ceil(limit / 2);
  const step = (lines.length - newest) / Math.max(1, limit - newest);
  const before = Array.from({ length: limit - newest }, (_, n) => lines[Math.floor(n * step)]);
  return [...before.filter((line) => line !== undefined), ...lines.slice(-newest)];
};

/** Where a pod writes, and a line of it in the envelope of the log router. */
const writerOf = ({ spec: { namespace, container } }: App, pod: number, name: string) => {
  const host = nodeOf(pod);
  const kubernetes = { namespace_name: namespace, pod_name: name, container_name: container, host };
  const rest = JSON.stringify({ stream: 'stderr', kubernetes }).slice(1);
  return {
    stream: `${host}-application.var.log.containers.${name}_${namespace}_${container}.log`,
    wrapped: (message: string): string => `{"log":${JSON.stringify(message)},${rest}`,
  };
};

/** The lines of one app, in the order of time. */
const linesOf = (app: App, from: Date, to: Date): { at: Date; stream: string; message: string }[] => {
  const writers = new Map<string, ReturnType<typeof writerOf>>();
  return logLines(app, from, to).map(({ at, pod, message }) => {
    const name = podName(app, pod, at);
    const writer = writers.get(name) ?? writerOf(app, pod, name);
    writers.set(name, writer);
    return { at, stream: writer.stream, message: writer.wrapped(message) };
  });
};

/** CloudWatch Logs of the cluster: the application group, each line in the envelope of the log router. */
export const clusterLogs = (apps: readonly App[]): LogReader => ({
  async search({ group, filter: pattern = '', limit, from, to }) {
    const passes = filter(pattern);
    const lines = apps
      .filter((app) => groupOf(app) === group)
      .flatMap((app) => linesOf(app, from, to))
      .filter(({ message }) => passes(message))
      .toSorted((a, b) => a.at.getTime() - b.at.getTime());
    return { lines: sampled(lines, limit), complete: lines.length <= limit };
  },
});

import type { Resource } from '../../../incident/resource.ts';
import { resourceKey } from '../../../incident/resource.ts';
import type { Finding } from '../../facts.ts';
import type { Detector, Seen } from '../detector.ts';
import { type Running, runningOf } from '../running.ts';
import { resolverOf } from './resolve.ts';

/**
 * What resolvers of common runtimes write, the name in the first group where they say it: Go, the JVM, Netty, Node.js,
 * gRPC, MySQL, nginx, glibc.
 */
const patterns: readonly RegExp[] = [
  /lookup ([\w.-]+?)(?: on \S+)?: (?:no such host|server misbehaving|Temporary failure|Try again|[^\n]{0,80}:53: i\/o timeout)/i,
  /UnknownHostException: ([\w.-]+)/,
  /Failed to resolve '([\w.-]+)'/,
  /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)/,
  /DNS resolution failed for ([\w.-]+)/i,
  /Unknown MySQL server host '([\w.-]+)'/i,
  /host not found in upstream "([\w.-]+)/i,
  /(?:failed|unable|cannot|could not) (?:to )?resolve (?:host |name )?['"]?([\w-]+\.[\w.-]+)/i,
  /\b(?:NXDOMAIN|SERVFAIL)\b[\s:,]*([\w-]+\.[\w.-]+)?/,
  /could ?n[o']t resolve (?:host|hostname|address|name)?[:\s'"]*([\w-]+\.[\w.-]+)/i,
  /(?:Temporary failure in name resolution|Name or service not known)/i,
];
const cheap = /lookup |UnknownHost|resol|getaddrinfo|host not found|NXDOMAIN|SERVFAIL|server host|Name or service/i;

/** Names fail for less while everything around is created anew; that passes. */
const passesAfterMs = 60_000;
const recentMs = 5 * 60_000;
const mostMessage = 4_000;

type Failed = {
  resource: Resource;
  namespace: string;
  names: Map<string, number>;
  first: number;
  last: number;
  times: number;
};

const nameIn = (message: string): string | undefined => {
  const text = message.slice(0, mostMessage);
  if (!cheap.test(text)) return undefined;
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return (found[1] ?? '').toLowerCase().replace(/\.$/, '');
  }
  return undefined;
};

/**
 * The failures to resolve a name, by the workload whose pod wrote them: streams are named
 * `<pod>_<namespace>_<container>`.
 */
const failures = ({ logs, cluster, since }: Seen): Failed[] => {
  const found = new Map<string, Failed>();
  // Where the stream is only the pod's name, the pod says where it is.
  const namespaces = new Map(cluster.Pod.map(({ metadata }) => [metadata.name, metadata.namespace ?? undefined]));
  for (const { at, stream, message } of logs) {
    const [pod, said] = stream.split('_');
    const namespace = said ?? namespaces.get(pod ?? '');
    if (pod === undefined || namespace === undefined || at < since) continue;
    const name = nameIn(message);
    if (name === undefined) continue;
    const resource = cluster.owners.ofNamed({ kind: 'Pod', name: pod }, namespace);
    const key = resourceKey(resource);
    const time = at.getTime();
    const of = found.get(key) ?? { resource, namespace, names: new Map(), first: time, last: time, times: 0 };
    found.set(key, of);
    if (name !== '') of.names.set(name, (of.names.get(name) ?? 0) + 1);
    of.first = Math.min(of.first, time);
    of.last = Math.max(of.last, time);
    of.times += 1;
  }
  return [...found.values()];
};

const isShort = (running: Running | undefined): boolean =>
  running?.ready !== undefined && running.wanted !== undefined && running.ready < running.wanted;

/**
 * Workloads whose logs say, for longer than a start takes, that names do not resolve. Where most say so it is not one
 * of them.
 */
export const unresolved: Detector = (seen) => {
  const all = runningOf(seen.cluster);
  const resolve = resolverOf(seen.cluster);
  const runningBy = new Map(all.map((one) => [resourceKey(one.resource), one]));
  const lasting = failures(seen).filter(({ resource, first, last }) => {
    const recent = seen.now.getTime() - last < recentMs;
    return recent && (last - first >= passesAfterMs || isShort(runningBy.get(resourceKey(resource))));
  });
  const workloads = all.filter(({ namespace }) => lasting.some((one) => one.namespace === namespace)).length;
  const everywhere = lasting.length > 3 && lasting.length * 2 > workloads;
  return lasting.flatMap((failed): Finding[] => {
    const names = [...failed.names.keys()];
    // A Service that is not there although its workload is: the caller is right.
    const absent =
      names.length > 0 &&
      names.every((name) => {
        const to = resolve(name, failed.namespace);
        return (
          to.kind === 'missing' &&
          all.some(({ resource }) => resource.name === to.name && resource.namespace === to.namespace)
        );
      });
    if (absent) return [];
    const exists = names.some((name) => resolve(name, failed.namespace).kind === 'service');
    return [
      {
        fact: 'names_unresolved',
        summary: `${failed.resource.name} wrote ${failed.times} times that a name does not resolve: ${names.slice(0, 3).join(', ') || 'no name given'}`,
        resource: failed.resource,
        time: new Date(failed.first).toISOString(),
        data: { times: failed.times, names: names.slice(0, 5).join(', '), exists },
        strength: everywhere ? 0.5 : exists ? 0.95 : 0.85,
      },
    ];
  });
};

import type { Finding } from '../../facts.ts';
import type { Detector, Seen } from '../detector.ts';
import { seenRunning } from './node-services.ts';

/** Fewer Services than this may have a fault of their own. */
const fewestServices = 3;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const worked = /succe(?:ss|eded)|\bopen\b|\bok\b|connected\b/i;

/** What a check says of each node: the text from one node's name to the next one's. */
const perNode = (detail: string, nodes: readonly string[]): Map<string, boolean> => {
  const starts = nodes
    .map((node) => ({ node, at: detail.search(new RegExp(`(?<![\\w.-])${escaped(node)}(?![\\w-])`)) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
  return new Map(
    starts.map(({ node, at }, index) => {
      const said = detail.slice(at + node.length, starts[index + 1]?.at);
      return [node, worked.test(said)];
    }),
  );
};

const nodesOf = ({ cluster, probes }: Seen): string[] => [
  ...new Set([
    ...cluster.Node.map(({ metadata }) => metadata.name),
    ...probes.flatMap((probe) => (probe.check === 'node-service' ? [probe.node] : [])),
  ]),
];

/**
 * From one node Services cannot be reached that others reach: nobody there keeps the rules that lead a Service address to its
 * pods. A Service that is reached from nowhere says nothing about a node.
 */
export const reachability: Detector = (seen) => {
  const nodes = nodesOf(seen);
  const failed = new Map<string, string[]>();
  const checked = new Map<string, number>();
  for (const probe of seen.probes) {
    if (probe.check !== 'connectivity' || probe.result === 'failed') continue;
    const results = perNode(probe.detail ?? '', nodes);
    if (![...results.values()].includes(true)) continue;
    for (const [node, reached] of results) {
      checked.set(node, (checked.get(node) ?? 0) + 1);
      if (!reached) failed.set(node, [...(failed.get(node) ?? []), probe.service]);
    }
  }
  return [...failed].flatMap(([node, services]): Finding[] => {
    const all = checked.get(node) ?? 0;
    if (services.length < fewestServices || services.length < 0.8 * all) return [];
    if (seenRunning(seen.probes, node, 'kube_proxy_down')) return [];
    return [
      {
        fact: 'kube_proxy_down',
        summary: `from node ${node} ${services.length} of ${all} Services cannot be reached that other nodes reach: ${services.slice(0, 3).join(', ')}`,
        resource: { kind: 'Node', name: node },
        data: { node, services: services.length },
        strength: 0.9,
        pointer: 'probes.json connectivity',
      },
    ];
  });
};

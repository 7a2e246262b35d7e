import type { Cluster } from '../cluster.ts';
import { selectorText } from '../label-match.ts';
import type { Node, Pod } from '../objects.ts';
import { antiTerms } from './anti-affinity.ts';
import { requirementsOf } from './node-choice.ts';
import { roomByNode } from './node-fit.ts';
import { type Measure, requestOf } from './requests.ts';
import type { Obstacle } from './scheduler-message.ts';
import { isCondition, isCordon, taintText, untolerated } from './taints.ts';

const mostNamed = 4;
const names = (nodes: readonly Node[]): string =>
  nodes
    .slice(0, mostNamed)
    .map(({ metadata }) => metadata.name)
    .join(', ') + (nodes.length > mostNamed ? ` and ${nodes.length - mostNamed} more` : '');

/** `env=dev`: what nodes have under the keys that were asked for. */
const valuesOf = (keys: readonly string[], nodes: readonly Node[]): string => {
  const values = nodes.flatMap(({ metadata }) =>
    keys.flatMap((key) => (metadata.labels?.[key] === undefined ? [] : [`${key}=${metadata.labels[key]}`])),
  );
  const different = [...new Set(values)];
  return different.length === 0 ? 'no node has such a label' : `nodes have ${different.slice(0, mostNamed).join(', ')}`;
};

const amount = (value: number, measure: Measure): string =>
  measure === 'cpu' ? `${Number(value.toFixed(3))}` : `${Math.round(value / 2 ** 20)}Mi`;

/** Both sides of a request that no node can meet; `never` when not even an empty node could. */
export const roomFor = (
  pod: Pod,
  nodes: readonly Node[],
  cluster: Pick<Cluster, 'Node' | 'Pod'>,
  measure: Measure,
): { text: string; never: boolean } => {
  const rooms = roomByNode(cluster, measure);
  const asked = requestOf(pod.spec, measure);
  const known = nodes.flatMap(({ metadata }) => rooms.get(metadata.name) ?? []);
  const offered = Math.max(0, ...known.map((room) => room.offered));
  const free = Math.max(0, ...known.map((room) => room.free));
  const never = asked > offered;
  const other = never ? `the largest offers ${amount(offered, measure)}` : `${amount(free, measure)} at most is left`;
  return { text: `it requests ${amount(asked, measure)} of ${measure} and of the nodes ${other}`, never };
};

/** What stands in the way, with both sides of the mismatch. `nodes` are those that were expected to take the pod. */
export const obstacleText = (
  obstacle: Obstacle,
  pod: Pod,
  nodes: readonly Node[],
  cluster: Pick<Cluster, 'Node' | 'Pod'>,
): string => {
  const { spec } = pod;
  switch (obstacle) {
    case 'cordon':
      return `the nodes that could take it are cordoned: ${names(nodes)}`;
    case 'taint': {
      const taints = nodes.flatMap((node) =>
        untolerated(node, spec.tolerations ?? []).filter((taint) => !isCordon(taint) && !isCondition(taint)),
      );
      return `it does not tolerate ${[...new Set(taints.map(taintText))].slice(0, mostNamed).join(', ')} of ${names(nodes)}`;
    }
    case 'selector': {
      const selector = spec.nodeSelector ?? {};
      const text = selectorText({ matchLabels: selector });
      return `its node selector ${text} matches no node; ${valuesOf(Object.keys(selector), cluster.Node)}`;
    }
    case 'affinity': {
      const required = requirementsOf(spec);
      const text = selectorText({ matchExpressions: required });
      const keys = required.map(({ key }) => key);
      return `its required node affinity ${text} matches no node; ${valuesOf(keys, cluster.Node)}`;
    }
    case 'cpu':
    case 'memory':
      return roomFor(pod, nodes, cluster, obstacle).text;
    case 'anti_affinity': {
      const terms = antiTerms(spec).map(
        ({ labelSelector, topologyKey }) => `${selectorText(labelSelector ?? {})} by ${topologyKey ?? ''}`,
      );
      const term = terms[0] === undefined ? 'the anti-affinity of other pods' : `anti-affinity to ${terms[0]}`;
      return `${term} leaves no node: each of ${names(nodes)} holds such a pod`;
    }
    case 'unhealthy':
      return `the nodes that could take it are not ready: ${names(nodes)}`;
    case 'resource':
    case 'port':
    case 'volume_zone':
    case 'spread':
    case 'pod_affinity':
      return `${names(nodes)} cannot take it`;
  }
};

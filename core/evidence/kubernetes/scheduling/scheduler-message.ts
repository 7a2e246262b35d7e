/** What keeps a pod from a node, in the order in which the scheduler's filters ask. */
export type Obstacle =
  | 'cordon'
  | 'taint'
  | 'selector'
  | 'affinity'
  | 'cpu'
  | 'memory'
  | 'resource'
  | 'port'
  | 'volume_zone'
  | 'spread'
  | 'pod_affinity'
  | 'anti_affinity'
  | 'unhealthy';

type Row = [RegExp, Obstacle];
/** The reasons that the filter plugins of kube-scheduler give (pkg/scheduler/framework/plugins), of several versions. */
const rows: readonly Row[] = [
  [/taint \{node\.kubernetes\.io\/unschedulable/, 'cordon'],
  [/taint \{node\.kubernetes\.io\/(?:not-ready|unreachable|network-unavailable|[a-z]+-pressure)/, 'unhealthy'],
  [/were unschedulable|is unschedulable/, 'cordon'],
  [/were not ready|out of disk|pressure/, 'unhealthy'],
  [/taint/, 'taint'],
  [/volume node affinity|no available volume zone|max volume count/i, 'volume_zone'],
  [/didn't match node selector|node affinity|affinity\/selector/i, 'affinity'],
  [/anti-?affinity/i, 'anti_affinity'],
  [/pod affinity/i, 'pod_affinity'],
  [/topology spread/i, 'spread'],
  [/free ports/, 'port'],
  [/Insufficient cpu/i, 'cpu'],
  [/Insufficient memory/i, 'memory'],
  [/Insufficient \S+|Too many pods/i, 'resource'],
];

/** `3 node(s) had untolerated taint {dedicated: batch}` */
export type Said = { nodes: number; obstacle: Obstacle; text: string };

/** The counted reasons of `0/4 nodes are available: …`, without what it says of preemption; empty when there are none. */
export const schedulerReasons = (message: string): Said[] => {
  const [, reasons = ''] = /nodes are available: (.*?)(?:\.? preemption:.*)?$/s.exec(message) ?? [];
  return reasons.split(/, (?=\d+ )/).flatMap((part): Said[] => {
    const [, count, text] = /^(\d+) (.+?)\.?$/s.exec(part.trim()) ?? [];
    if (count === undefined || text === undefined) return [];
    const obstacle = rows.find(([reason]) => reason.test(text))?.[1];
    return obstacle === undefined ? [] : [{ nodes: Number(count), obstacle, text }];
  });
};

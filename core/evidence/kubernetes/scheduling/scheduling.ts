import { resourceKey } from '../../../incident/resource.ts';
import type { Fact, Finding } from '../../facts.ts';
import type { Cluster } from '../cluster.ts';
import type { Detector } from '../detector.ts';
import { decisiveOf, decisiveSaid } from './decisive.ts';
import { fitsOf } from './node-fit.ts';
import { obstacleText, roomFor } from './obstacle-text.ts';
import { type Obstacle, type Said, schedulerReasons } from './scheduler-message.ts';
import { type Unscheduled, unscheduledPods } from './unscheduled.ts';

const factOf: Readonly<Record<Obstacle, Fact>> = {
  cordon: 'nodes_cordoned',
  taint: 'taint_untolerated',
  selector: 'node_selector_unmatched',
  affinity: 'node_affinity_unmatched',
  cpu: 'insufficient_cpu',
  memory: 'insufficient_memory',
  anti_affinity: 'anti_affinity_conflict',
  resource: 'node_resource_exhausted',
  port: 'host_port_taken',
  volume_zone: 'volume_out_of_reach',
  spread: 'topology_spread_unmet',
  pod_affinity: 'pod_affinity_unmet',
  unhealthy: 'unschedulable',
};

/** The objects say it and the scheduler does not agree: it may judge by what is not read here. */
const disputed = 0.9;
/** Another pod's going could make room. */
const crowded = 0.9;

type Found = { obstacle: Obstacle; text: string; strength?: number };

const computed = ({ pod }: Unscheduled, said: readonly Said[], cluster: Cluster): Found[] | undefined => {
  const decided = decisiveOf(pod.spec, fitsOf(pod, cluster));
  return decided?.obstacles.map((obstacle) => {
    const nodes = decided.candidates.flatMap(({ node, obstacles }) => (obstacles.includes(obstacle) ? [node] : []));
    const text = obstacleText(obstacle, pod, nodes, cluster);
    const measured = obstacle === 'cpu' || obstacle === 'memory';
    const isCrowded = measured && !roomFor(pod, nodes, cluster, obstacle).never;
    const kin = obstacle === 'selector' ? 'affinity' : obstacle;
    const isDisputed = said.length > 0 && !said.some((one) => one.obstacle === kin);
    return { obstacle, text, ...(isDisputed ? { strength: disputed } : isCrowded ? { strength: crowded } : {}) };
  });
};

/** Told by the scheduler alone: the nodes are not listed, or the objects show a node that would do. */
const told = ({ pod, message }: Unscheduled, said: readonly Said[]): Found[] => {
  const obstacle = decisiveSaid(pod.spec, said);
  const crowdedOut = obstacle === 'cpu' || obstacle === 'memory';
  // The nodes that are left are full because another one failed: that one is what is wrong.
  if (crowdedOut && said.some((one) => one.obstacle === 'unhealthy')) {
    return [{ obstacle: 'unhealthy', text: `the scheduler says: ${message ?? ''}` }];
  }
  return obstacle === undefined ? [] : [{ obstacle, text: `the scheduler says: ${message ?? ''}`, strength: disputed }];
};

const aboutClaim = /persistentvolumeclaim/i;

const findingsOf = (unscheduled: Unscheduled, cluster: Cluster): Finding[] => {
  const { pod, message, time, pointer } = unscheduled;
  const about = {
    resource: cluster.owners.ofPod(pod),
    pointer,
    ...(time === undefined ? {} : { time }),
  };
  const vague = (text: string): Finding => ({
    fact: 'unschedulable',
    summary: `pod ${pod.metadata.name} has no node: ${text}`,
    ...about,
    data: { pod: pod.metadata.name },
  });
  // Claims are looked at before any node is; what keeps them unbound is found elsewhere.
  if (message !== undefined && aboutClaim.test(message)) return [vague(message)];
  const said = schedulerReasons(message ?? '');
  const found = computed(unscheduled, said, cluster) ?? told(unscheduled, said);
  // Without a word of the scheduler, and with a node that would do, it is not known that anything is wrong with the pod.
  if (found.length === 0) return message === undefined ? [] : [vague(message)];
  return found.map(({ obstacle, text, strength }) => ({
    fact: factOf[obstacle],
    summary: `pod ${pod.metadata.name} finds no node: ${text}`,
    ...about,
    data: { pod: pod.metadata.name, obstacle },
    ...(strength === undefined ? {} : { strength }),
  }));
};

/** Why pods that wait for a node find none: one pod of each workload, for its siblings wait for the same. */
export const scheduling: Detector = ({ cluster, since }) => {
  const byWorkload = new Map<string, Unscheduled>();
  for (const unscheduled of unscheduledPods(cluster, since)) {
    const key = resourceKey(cluster.owners.ofPod(unscheduled.pod));
    if (byWorkload.get(key)?.message === undefined) byWorkload.set(key, unscheduled);
  }
  return [...byWorkload.values()].flatMap((unscheduled) => findingsOf(unscheduled, cluster));
};

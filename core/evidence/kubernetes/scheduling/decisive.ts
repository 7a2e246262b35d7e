import { choosesByName } from './node-choice.ts';
import type { PodSpec } from '../pod-spec.ts';
import type { Fit } from './node-fit.ts';
import type { Obstacle, Said } from './scheduler-message.ts';
import { isControlPlane } from './taints.ts';

/** Of obstacles on as many nodes, what the pod's owner more likely did not mean comes first. */
const order: readonly Obstacle[] = [
  'taint',
  'anti_affinity',
  'cpu',
  'memory',
  'cordon',
  'resource',
  'port',
  'volume_zone',
  'spread',
  'pod_affinity',
  'affinity',
  'selector',
  'unhealthy',
];

const mostOf = (counts: ReadonlyMap<Obstacle, number>): Obstacle | undefined =>
  [...counts].toSorted(([a, m], [b, n]) => n - m || order.indexOf(a) - order.indexOf(b))[0]?.[0];

const counted = (obstacles: readonly Obstacle[]): Map<Obstacle, number> => {
  const counts = new Map<Obstacle, number>();
  for (const obstacle of obstacles) counts.set(obstacle, (counts.get(obstacle) ?? 0) + 1);
  return counts;
};

const has = ({ obstacles }: Fit, obstacle: Obstacle): boolean => obstacles.includes(obstacle);
const orAll = (some: readonly Fit[], all: readonly Fit[]): readonly Fit[] => (some.length > 0 ? some : all);

/** No node is one that the pod chooses: by its selector, by its affinity, or by the two together. */
const unchosen = (fits: readonly Fit[]): Obstacle[] => {
  const never = (['selector', 'affinity'] as const).filter((one) => fits.every((fit) => has(fit, one)));
  return never.length > 0 ? never : ['affinity'];
};

export type Decided = {
  obstacles: Obstacle[];
  /** The nodes that were expected to take the pod. */
  candidates: readonly Fit[];
};

/**
 * What has to change so that the pod finds a node, and undefined when some node could take it. The nodes that the pod
 * chooses are the ones expected to take it, without those of the control plane where there are others: what stands in the
 * way on all of them is decisive, or else what stands alone in the way on most.
 */
export const decisiveOf = (spec: PodSpec, fits: readonly Fit[]): Decided | undefined => {
  if (fits.length === 0 || fits.some(({ obstacles }) => obstacles.length === 0)) return undefined;
  const isWorker = ({ node }: Fit): boolean => !isControlPlane(node);
  const workers = orAll(fits.filter(isWorker), fits);
  const isChosen = (fit: Fit): boolean => !has(fit, 'selector') && !has(fit, 'affinity');
  const chosenWorkers = workers.filter(isChosen);
  // A node of the control plane may be left over by a pod that only says where it does not want to be.
  const chosen = chosenWorkers.length > 0 || !choosesByName(spec) ? chosenWorkers : fits.filter(isChosen);
  if (chosen.length === 0) return { obstacles: unchosen(workers), candidates: workers };
  const candidates = orAll(
    chosen.filter((fit) => !has(fit, 'unhealthy')),
    chosen,
  );
  const everywhere = order.filter((obstacle) => candidates.every((fit) => has(fit, obstacle)));
  if (everywhere.length > 0) return { obstacles: everywhere, candidates };
  const alone = counted(candidates.flatMap(({ obstacles }) => (obstacles.length === 1 ? obstacles : [])));
  const most = mostOf(alone) ?? mostOf(counted(candidates.flatMap(({ obstacles }) => obstacles)));
  return most === undefined ? undefined : { obstacles: [most], candidates };
};

/** The same by what the scheduler said, where the nodes are not known: it does not say which nodes the pod chooses. */
export const decisiveSaid = (spec: PodSpec, said: readonly Said[]): Obstacle | undefined => {
  const others = said.filter(({ obstacle }) => obstacle !== 'affinity' && obstacle !== 'cordon');
  const most = mostOf(new Map((others.length > 0 ? others : said).map(({ obstacle, nodes }) => [obstacle, nodes])));
  // The scheduler has one message for both.
  const onlySelector = Object.keys(spec.nodeSelector ?? {}).length > 0 && spec.affinity?.nodeAffinity == null;
  return most === 'affinity' && onlySelector ? 'selector' : most;
};

import type { Finding } from '../../facts.ts';
import type { Detector } from '../detector.ts';
import type { Pod } from '../objects.ts';

/** What the name server of a cluster is called by those who install one. */
const nameServer = /^(?:coredns|kube-dns|rke2-coredns\S*)(?:-[a-z0-9]+)*$/;

const isDown = ({ status }: Pod): boolean => {
  const statuses = status.containerStatuses ?? [];
  return statuses.some(({ ready, state }) => ready === false && state?.running == null);
};

/** The cluster's own name server does not run: no pod of it does. Pods that merely start say so by `ContainerCreating`. */
export const nameServerDown: Detector = ({ cluster }) => {
  const pods = cluster.Pod.filter(
    ({ metadata }) => metadata.namespace === 'kube-system' && nameServer.test(metadata.name),
  );
  const [first] = pods;
  const failing = pods.some(({ status }) =>
    status.containerStatuses?.some(({ state }) => /BackOff|Err|Error/.test(state?.waiting?.reason ?? '')),
  );
  if (first === undefined || !pods.every(isDown) || !failing) return [];
  const finding: Finding = {
    fact: 'name_server_down',
    summary: `no pod of the name server of the cluster runs (${pods.length} seen): no name of a Service resolves`,
    resource: cluster.owners.ofPod(first),
    data: { pods: pods.length },
  };
  return [finding];
};

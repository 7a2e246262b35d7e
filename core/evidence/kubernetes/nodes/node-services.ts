import type { Fact, Finding } from '../../facts.ts';
import type { Probe } from '../../gathered.ts';
import type { Detector } from '../detector.ts';

type NodeService = Extract<Probe, { check: 'node-service' }>;

/** The units of a node, by the names that distributions give them, and what their absence is. */
const units: readonly { unit: RegExp; fact: Fact }[] = [
  { unit: /^kubelet\b/, fact: 'kubelet_down' },
  { unit: /^(?:containerd|docker|dockerd|cri-?o|cri-dockerd)\b/, fact: 'container_runtime_down' },
  { unit: /^kube-?proxy\b/, fact: 'kube_proxy_down' },
  { unit: /^kube-?scheduler\b/, fact: 'scheduler_down' },
];

/** systemd's own line; `activating` is a unit that ends and is started again and again (systemd.unit(5)). */
const activeLine = /Active:\s*(inactive|failed|deactivating|activating)[^\n]*/;

const isDown = ({ active, detail }: NodeService): boolean =>
  active === false || (active === null && activeLine.test(detail));

/** What a unit is to the cluster; undefined for one whose absence has no name of its own. */
export const unitFact = (service: string): Fact | undefined => units.find(({ unit }) => unit.test(service))?.fact;

/** True when a check saw that this runs on the node: then nothing else that was seen can mean that it does not. */
export const seenRunning = (probes: readonly Probe[], node: string, fact: Fact): boolean =>
  probes.some(
    (probe) =>
      probe.check === 'node-service' &&
      probe.node === node &&
      probe.active === true &&
      unitFact(probe.service) === fact,
  );

/** A scheduler that is down is no fault while another one, in a cluster with several, does its work. */
const anotherSchedules = ({ probes }: { probes: readonly Probe[] }): boolean =>
  probes.some(
    (probe) => probe.check === 'node-service' && probe.active === true && unitFact(probe.service) === 'scheduler_down',
  );

/** Units that a check on the node itself found not to run. */
export const nodeServices: Detector = (seen) =>
  seen.probes.flatMap((probe): Finding[] => {
    if (probe.check !== 'node-service' || !isDown(probe)) return [];
    const fact = unitFact(probe.service);
    if (fact === undefined) return [];
    const said = activeLine.exec(probe.detail)?.[0] ?? 'not active';
    return [
      {
        fact,
        summary: `${probe.service} does not run on node ${probe.node}: ${said}`,
        resource: { kind: 'Node', name: probe.node },
        data: { node: probe.node, service: probe.service },
        ...(fact === 'scheduler_down' && anotherSchedules(seen) ? { strength: 0.5 } : {}),
        pointer: `probes.json node-service/${probe.node}/${probe.service}`,
      },
    ];
  });

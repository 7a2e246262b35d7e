import type { Finding } from '../../facts.ts';
import type { Detector, Seen } from '../detector.ts';
import type { Service } from '../objects.ts';
import { behind, type Running, runningOf } from '../running.ts';
import type { Reached, ServiceFault } from './reached.ts';
import { meantFor } from './selector.ts';
import { unservedPort } from './service-port.ts';
import { wrongTransport } from './service-transport.ts';

const finding = (fact: Finding['fact'], { metadata }: Service, fault: ServiceFault | undefined): Finding[] =>
  fault === undefined
    ? []
    : [
        {
          fact,
          summary: fault.says,
          resource: fault.about.resource,
          data: { service: metadata.name, ...fault.data },
          strength: fault.sureness,
          pointer: `kubernetes.json Service/${metadata.namespace ?? ''}/${metadata.name}/spec`,
        },
      ];

const ports = (reached: Reached, targets: readonly Running[]): Finding[] =>
  (reached.service.spec.ports ?? []).flatMap((port) => [
    ...finding('service_transport_mismatch', reached.service, wrongTransport(reached, port, targets)),
    ...finding('service_port_unserved', reached.service, unservedPort(reached, port, targets)),
  ]);

/** Services that lead nowhere although what they are meant for runs: by their selector, their target port or their protocol. */
export const services: Detector = ({ cluster, probes }: Seen) => {
  const all = runningOf(cluster);
  return cluster.Service.flatMap((service) => {
    if (Object.keys(service.spec.selector ?? {}).length === 0 || service.spec.type === 'ExternalName') return [];
    const targets = behind(service, all);
    return targets.length === 0
      ? finding('service_selects_nothing', service, meantFor(service, all, cluster.Service))
      : ports({ service, checks: probes }, targets);
  });
};

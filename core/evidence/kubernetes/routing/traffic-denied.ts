import type { Finding } from '../../facts.ts';
import type { Detector } from '../detector.ts';
import { behind, runningOf } from '../running.ts';
import { admits, selectsPods } from './policies.ts';
import { checkedPort, targetOf } from './reached.ts';

/** Services whose pods a NetworkPolicy lets nobody reach. A check that got through shows that the policy is not enforced. */
export const trafficDenied: Detector = ({ cluster, probes, since }) => {
  const all = runningOf(cluster);
  return cluster.Service.flatMap((service) =>
    behind(service, all).flatMap((running): Finding[] => {
      const policies = cluster.NetworkPolicy.filter(
        (policy) => selectsPods(policy, running) && (policy.spec?.policyTypes ?? ['Ingress']).includes('Ingress'),
      );
      const ports = service.spec.ports ?? [];
      const targets = ports.flatMap((port) => {
        const number = targetOf(port, running);
        const { targetPort } = port;
        return typeof targetPort === 'string' ? [number, targetPort] : [number];
      });
      const [first] = policies;
      if (first === undefined || ports.length === 0 || policies.some((policy) => admits(policy, targets))) return [];
      const checks = ports.map(({ port }) => checkedPort({ service, checks: probes }, port));
      if (checks.includes('succeeded')) return [];
      const created = first.metadata.creationTimestamp;
      const old = created != null && new Date(created) < since;
      return [
        {
          fact: 'traffic_denied',
          summary: `NetworkPolicy ${first.metadata.name} lets nothing reach ${targets.join(', ')} of ${running.resource.name}, where Service ${service.metadata.name} sends to`,
          resource: running.resource,
          data: { policy: first.metadata.name, service: service.metadata.name },
          strength: checks.includes('failed') ? 1 : old ? 0.5 : 0.85,
          pointer: `kubernetes.json NetworkPolicy/${first.metadata.namespace ?? ''}/${first.metadata.name}/spec`,
        },
      ];
    }),
  );
};

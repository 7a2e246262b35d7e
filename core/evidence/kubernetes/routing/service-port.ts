import { type Running, toldPorts } from '../running.ts';
import { handlerOf } from '../probes/checked.ts';
import { checkedPort, type Reached, type ServiceFault, type ServicePort, targetOf } from './reached.ts';

/** Ports that something says the pods listen on: what containers declare, are told, or answer readiness probes on. */
const servedBy = ({ spec, pods }: Running): Set<number> => {
  const ready = pods.length > 0 && pods.every(({ status }) => (status.containerStatuses ?? []).every((s) => s.ready));
  return new Set(
    spec.containers.flatMap((container) => {
      const probed = ready && container.readinessProbe != null ? handlerOf(container.readinessProbe)?.port : undefined;
      const declared = (container.ports ?? []).map(({ containerPort }) => containerPort);
      return [...declared, ...toldPorts(container), ...(typeof probed === 'number' ? [probed] : [])];
    }),
  );
};

/** A port of a Service that is sent to one which none of its pods serves. A check that got through proves the contrary. */
export const unservedPort = (
  reached: Reached,
  port: ServicePort,
  targets: readonly Running[],
): ServiceFault | undefined => {
  const [about] = targets;
  const checked = checkedPort(reached, port.port);
  if (about === undefined || checked === 'succeeded') return undefined;
  const served = targets.flatMap((target) => [...servedBy(target)]);
  const wanted = targets.map((target) => targetOf(port, target));
  if (wanted.some((target) => typeof target === 'number' && (served.length === 0 || served.includes(target)))) {
    return undefined;
  }
  const [target = port.port] = wanted;
  const shown = [...new Set(served)].toSorted((a, b) => a - b).join(', ');
  return {
    about,
    says: `Service ${reached.service.metadata.name} sends port ${port.port} to ${target}, the containers of ${about.resource.name} serve ${shown || 'no port of that name'}`,
    sureness: checked === 'failed' || typeof target === 'string' ? 1 : 0.93,
    data: { port: port.port, targetPort: String(target), served: shown },
  };
};

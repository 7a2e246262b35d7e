import type { Running } from '../running.ts';
import { handlerOf } from '../probes/checked.ts';
import { checkedPort, type Reached, type ServiceFault, type ServicePort, targetOf } from './reached.ts';

/** Names of ports that say a protocol above TCP. HTTP/3 and DNS go over UDP, too, and are told by no such name alone. */
const overTcp = /^(?:grpc|http|https|http2|tcp|redis|mysql|postgres|mongo|amqp|tls)(?:-|$)/i;

/** Why a port is known to be of another transport protocol than `declared`, where it is. */
const contrary = (
  port: ServicePort,
  declared: string,
  target: Running,
): { by: string; sureness: number } | undefined => {
  const number = targetOf(port, target);
  const own = target.spec.containers.flatMap(({ ports }) => ports ?? []).filter((one) => one.containerPort === number);
  const offered = own.map(({ protocol }) => protocol ?? 'TCP');
  if (offered.length > 0) {
    return offered.includes(declared)
      ? undefined
      : { by: `the container port ${number} is ${offered.join(', ')}`, sureness: 1 };
  }
  if (declared === 'TCP') return undefined;
  if (overTcp.test(port.appProtocol ?? '') || overTcp.test(port.name ?? '')) {
    return { by: `the port is called ${port.appProtocol ?? port.name}`, sureness: 0.93 };
  }
  const probed = target.spec.containers
    .flatMap(({ readinessProbe, livenessProbe }) => [readinessProbe, livenessProbe])
    .some((probe) => probe != null && handlerOf(probe)?.port === number);
  return probed ? { by: `probes reach port ${number} over TCP`, sureness: 0.93 } : undefined;
};

/** A port of a Service that is declared for another transport protocol than its pods speak. */
export const wrongTransport = (
  reached: Reached,
  port: ServicePort,
  targets: readonly Running[],
): ServiceFault | undefined => {
  const declared = port.protocol ?? 'TCP';
  // The same number may be offered once for each protocol, as name servers do.
  const offered = (reached.service.spec.ports ?? []).filter((other) => other.port === port.port);
  if (offered.length > 1 || checkedPort(reached, port.port) === 'succeeded') return undefined;
  const found = targets.map((target) => contrary(port, declared, target));
  const [about] = targets;
  const [first] = found;
  if (about === undefined || first === undefined || found.includes(undefined)) return undefined;
  return {
    about,
    says: `Service ${reached.service.metadata.name} declares port ${port.port} for ${declared}, but ${first.by}`,
    sureness: first.sureness,
    data: { port: port.port, protocol: declared },
  };
};

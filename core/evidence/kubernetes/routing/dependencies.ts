import type { Fact, Finding } from '../../facts.ts';
import type { Detector } from '../detector.ts';
import type { Service } from '../objects.ts';
import { behind, type Running, runningOf } from '../running.ts';
import { atHome, withoutPort } from './incomplete.ts';
import { intendedFor, type Known } from './intended.ts';
import { keyOf } from './near.ts';
import { type Use, usesOf } from './uses.ts';

/** `about`: where it is told of another workload than the one with the variable. */
type Wrong = { says: string; sureness: number; fact?: Fact; about?: Running };

/** The registered port of MySQL: https://www.iana.org/assignments/service-names-port-numbers. */
const mysqlPort = 3306;

const missing = (use: Use, known: Known): Wrong | undefined => {
  if (use.resolved.kind !== 'missing') return undefined;
  const { name, namespace, unsure } = use.resolved;
  // The workload is there and only its Service is not: then the address is right.
  if (known.all.some(({ resource }) => resource.name === name && resource.namespace === namespace)) return undefined;
  const intended = intendedFor(use, known);
  const held = `${use.variable.name} holds ${use.address.host}, and no Service ${name} exists in ${namespace}`;
  return intended === undefined
    ? undefined
    : { says: `${held}; ${intended.service.metadata.name} does`, sureness: intended.sureness * (unsure ? 0.9 : 1) };
};

/** Ports that the pods of a Service serve: one without an address of its own resolves to them, and any may be asked. */
const podPorts = (service: Service, all: readonly Running[]): number[] =>
  service.spec.clusterIP !== 'None'
    ? []
    : behind(service, all).flatMap(({ spec }) =>
        spec.containers.flatMap(({ ports }) => (ports ?? []).map(({ containerPort }) => containerPort)),
      );

const otherPort = (use: Use, { uses, all }: Known): Wrong | undefined => {
  const { resolved, address, variable } = use;
  if (resolved.kind !== 'service' || address.port === undefined) return undefined;
  const { service } = resolved;
  const offered = (service.spec.ports ?? []).map(({ port }) => port);
  if (offered.length === 0 || [...offered, ...podPorts(service, all)].includes(address.port)) return undefined;
  const agreed = uses.some(
    ({ running, address: { port }, resolved: to }) =>
      running !== use.running && port === address.port && to.kind === 'service' && to.service === service,
  );
  const [target] = behind(service, all);
  const says = `${variable.name} holds ${address.host}:${address.port}, and Service ${service.metadata.name} has port ${offered.join(', ')}`;
  // Callers that agree are right, and the Service is wrong.
  if (agreed && target !== undefined) {
    return { fact: 'service_port_unserved', about: target, says: `several callers agree: ${says}`, sureness: 0.9 };
  }
  const database = offered.includes(mysqlPort) || /mysql|mariadb/i.test(variable.name);
  return { says, sureness: 1, ...(database ? { fact: 'database_port_wrong' } : {}) };
};

const otherService = (use: Use, { uses, services }: Known): Wrong | undefined => {
  const { resolved, key, variable, running, address } = use;
  if (resolved.kind !== 'service' || key === '') return undefined;
  const { name, namespace } = resolved.service.metadata;
  const named = services.filter(
    ({ metadata }) => keyOf(metadata.name) === key && (metadata.namespace ?? undefined) === running.namespace,
  );
  const [intended] = named;
  if (intended === undefined || keyOf(name) === key || namespace !== running.namespace) return undefined;
  const others = uses.filter((other) => other.running !== running && other.variable.name === variable.name);
  if (others.some((other) => other.resolved.kind === 'service' && other.resolved.service === resolved.service))
    return undefined;
  return {
    says: `${variable.name} holds ${address.host}, which is another Service than ${intended.metadata.name}`,
    sureness: others.length > 0 ? 1 : 0.93,
  };
};

/** Workloads that were given a wrong address of what they call: no such Service, no such port of it, or another Service. */
export const dependencies: Detector = ({ cluster, topology }) => {
  if (cluster.Service.length === 0) return [];
  const all = runningOf(cluster);
  const uses = usesOf(cluster, all);
  const known: Known = { uses, services: cluster.Service, all, topology };
  return uses.flatMap((use): Finding[] => {
    const wrong: Wrong | undefined =
      missing(use, known) ??
      otherPort(use, known) ??
      otherService(use, known) ??
      atHome(use, known) ??
      withoutPort(use, known);
    if (wrong === undefined) return [];
    const { running, container, variable, address } = use;
    return [
      {
        fact: wrong.fact ?? 'dependency_address_wrong',
        summary: `container ${container.name}: ${wrong.says} (from ${variable.from})`,
        resource: (wrong.about ?? running).resource,
        data: {
          container: container.name,
          variable: variable.name,
          host: address.host,
          ...(address.port === undefined ? {} : { port: address.port }),
        },
        strength: wrong.sureness,
        pointer: `kubernetes.json ${running.pointer}/containers/${container.name}/env/${variable.name}`,
      },
    ];
  });
};

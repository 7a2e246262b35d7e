import { intendedFor, type Known } from './intended.ts';
import type { Use } from './uses.ts';

type Wrong = { says: string; sureness: number };

/** A variable that is named for a host holds no port by right. */
const ofHost = /(?:^|_)(?:HOST|HOSTNAME|SERVER|DOMAIN|BROKERS?)$/i;
/** Fewer other variables of a container with addresses show no habit. */
const leastHabit = 3;

const served = ({ running, address }: Use): boolean =>
  [running.spec, ...running.pods.map(({ spec }) => spec)].some(({ containers }) =>
    containers.some(({ ports }) => (ports ?? []).some(({ containerPort }) => containerPort === address.port)),
  );

/** A workload that looks within its own pod for what runs elsewhere: no container there serves the port. */
export const atHome = (use: Use, known: Known): Wrong | undefined => {
  const { address, variable, running } = use;
  if (address.host !== 'localhost' || address.port === undefined || served(use)) return undefined;
  const intended = intendedFor(use, known)?.service;
  if (intended === undefined) return undefined;
  // A proxy in the pod may serve a port that it does not declare, but hardly the very one of the Service.
  const same = (intended.spec.ports ?? []).some(({ port }) => port === address.port);
  const others = known.uses.some(
    (other) => other.running !== running && other.variable.name === variable.name && other.resolved.kind === 'service',
  );
  return {
    says: `${variable.name} holds localhost:${address.port}, which nothing in the pod serves; Service ${intended.metadata.name} does`,
    sureness: same || others ? 0.95 : 0.8,
  };
};

/** An address that lacks the port, where others give the same with one, or all others of the container have theirs. */
export const withoutPort = (use: Use, { uses }: Known): Wrong | undefined => {
  const { address, variable, resolved, running, container } = use;
  if (address.port !== undefined || resolved.kind !== 'service') return undefined;
  if (variable.value.includes('://') || ofHost.test(variable.name)) return undefined;
  const offered = (resolved.service.spec.ports ?? []).map(({ port }) => port);
  const others = uses.filter((other) => other.running !== running && other.variable.name === variable.name);
  const own = uses.filter((other) => other.container === container && other.variable !== variable);
  const variables = new Set(own.map((other) => other.variable.name));
  const agreed = others.length > 0 && others.every((other) => other.address.port !== undefined);
  const habit = variables.size >= leastHabit && own.every((other) => other.address.port !== undefined);
  if (offered.length === 0 || !(agreed || habit)) return undefined;
  return {
    says: `${variable.name} holds ${address.host} without a port, Service ${resolved.service.metadata.name} has port ${offered.join(', ')}`,
    sureness: agreed ? 0.95 : 0.9,
  };
};

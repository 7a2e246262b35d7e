import type { Topology } from '../../gathered.ts';
import type { Service } from '../objects.ts';
import { behind, type Running } from '../running.ts';
import { isNear, keyOf } from './near.ts';
import type { Use } from './uses.ts';

/** What tells which Service an address was meant for. */
export type Known = {
  uses: readonly Use[];
  services: readonly Service[];
  all: readonly Running[];
  topology?: Topology | undefined;
};

/** A name this short is part of many others. */
const tellingLength = 4;

const contains = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= tellingLength && (a.includes(b) || b.includes(a));

/**
 * The only Service that this workload calls, or could, and no other variable of it leads to: with the port, or whatever its
 * port where it is known whom it calls.
 */
const onlyLeft = (
  { running, address }: Use,
  near: readonly Service[],
  { uses, all, topology }: Known,
): Service | undefined => {
  const reached = uses.flatMap((use) =>
    use.running === running && use.resolved.kind === 'service' ? [use.resolved.service] : [],
  );
  const called = topology?.edges.filter(({ from }) => from === running.resource.name).map(({ to }) => to);
  const left = near.filter(
    (service) =>
      !reached.includes(service) &&
      (called === undefined || called.includes(service.metadata.name)) &&
      !behind(service, all).includes(running),
  );
  const withPort = left.filter(({ spec }) => (spec.ports ?? []).some(({ port }) => port === address.port));
  if (withPort.length === 1) return withPort[0];
  return called !== undefined && left.length === 1 ? left[0] : undefined;
};

/**
 * The Service that an address was meant for, and how sure that is: the one that the variable is named for, that has nearly
 * the name it holds, that others reach by the same variable, or that is the only one left.
 */
export const intendedFor = (use: Use, known: Known): { service: Service; sureness: number } | undefined => {
  const { running, variable, key, address } = use;
  const near = known.services.filter(({ metadata }) => (metadata.namespace ?? undefined) === running.namespace);
  const [host = ''] = address.host.split('.');
  const named = near.find(({ metadata }) => key !== '' && keyOf(metadata.name) === key);
  const alike = near.find(({ metadata }) => isNear(metadata.name, host));
  const others = known.uses.flatMap((other) =>
    other.running !== running && other.variable.name === variable.name && other.resolved.kind === 'service'
      ? [other.resolved.service]
      : [],
  );
  const sure = named ?? alike ?? others[0];
  if (sure !== undefined) return { service: sure, sureness: 1 };
  const left = onlyLeft(use, near, known);
  if (left !== undefined) return { service: left, sureness: 0.95 };
  const part = near.find(({ metadata }) => contains(metadata.name, host));
  return part === undefined ? undefined : { service: part, sureness: 0.85 };
};

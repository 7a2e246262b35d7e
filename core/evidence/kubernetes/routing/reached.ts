import type { Finding } from '../../facts.ts';
import type { Probe as Check } from '../../gathered.ts';
import type { Service } from '../objects.ts';
import { portNumber, type Running } from '../running.ts';

/** A Service, and what is known about whether it can be reached. */
export type Reached = { service: Service; checks: readonly Check[] };
export type ServicePort = NonNullable<Service['spec']['ports']>[number];

/** What is wrong with a Service, and for whom: the workload it is meant for. How sure, 0 to 1. */
export type ServiceFault = { about: Running; says: string; sureness: number; data: Finding['data'] };

/** What a connectivity check of one port of the Service found; undefined where none was made or it was not clear. */
export const checkedPort = ({ service, checks }: Reached, port: number): 'succeeded' | 'failed' | undefined => {
  const { name, namespace } = service.metadata;
  for (const check of checks) {
    if (check.check !== 'connectivity' || check.service !== name || check.namespace !== namespace) continue;
    if (check.port === port && (check.result === 'succeeded' || check.result === 'failed')) return check.result;
  }
  return undefined;
};

/** The number that a port of a Service is sent to, or the name where no container of the workload declares that. */
export const targetOf = ({ port, targetPort }: ServicePort, { spec }: Running): number | string =>
  portNumber(targetPort ?? port, spec.containers) ?? targetPort ?? port;

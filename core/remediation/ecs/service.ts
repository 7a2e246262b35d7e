import * as z from 'zod';
import type { EcsService } from '../../evidence/ports.ts';
import type { Resource } from '../../incident/resource.ts';
import { PreconditionFailed } from '../errors.ts';
import type { EcsServiceReader } from './port.ts';

/** Names of clusters, services and families: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export const EcsName = z.string().regex(/^[A-Za-z0-9_-]{1,255}$/);

/** What names the service in the parameters of every ECS action. */
export const serviceParameters = {
  cluster: EcsName.describe('The name of the cluster.'),
  service: EcsName.describe('The name of the service.'),
};
export type ServiceName = { cluster: string; service: string };

export const serviceTarget = ({ cluster, service }: ServiceName): Resource => ({
  kind: 'EcsService',
  name: `${cluster}/${service}`,
});

/** Why a service takes no change at all, or undefined when it does. */
export const notActive = ({ status }: { status?: unknown }): string | undefined =>
  status === 'ACTIVE' ? undefined : `the service is ${String(status)}, not ACTIVE`;

/**
 * The service right before a call: UpdateService has no precondition, so whoever calls it looks here first, and a change
 * between this look and the call is not noticed. Throws `PreconditionFailed` when it is gone or takes no changes.
 */
export const activeService = async (p: ServiceName, read: EcsServiceReader): Promise<EcsService> => {
  const service = await read.service(p.cluster, p.service);
  if (service === undefined) throw new PreconditionFailed(`service ${p.cluster}/${p.service} does not exist`);
  const problem = notActive(service);
  if (problem !== undefined) throw new PreconditionFailed(problem);
  return service;
};

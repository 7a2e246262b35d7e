import type { EcsReader } from '../evidence/ports.ts';
import type { ClientConfig } from './client-config.ts';

/** Reads ECS services with a client that is loaded when the first one is asked for: most incidents are about none. */
export const lazyEcsReader = (config: ClientConfig): EcsReader => {
  let loaded: Promise<EcsReader> | undefined;
  const load = async (): Promise<EcsReader> => {
    const { openReader } = await import('./ecs.ts');
    return openReader(config);
  };
  return {
    service: async (cluster, service) => {
      loaded ??= load();
      return (await loaded).service(cluster, service);
    },
  };
};

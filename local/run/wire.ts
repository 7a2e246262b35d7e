import type { LocalPorts, LocalPortsOptions } from '../ports.ts';
import type { World } from '../workload/world.ts';

/** A run whose ports lead to services outside of this process. */
export type Wire = {
  portsFor(options: LocalPortsOptions): LocalPorts;
  /** Makes the world follow the resources that stand for it, and the measurements of these follow the world, up to `now`. */
  measure(world: World, now: Date): Promise<void>;
};

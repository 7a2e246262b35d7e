import type { FieldValue } from '../../core/remediation/action.ts';
import type { Trouble } from '../scenarios/scenario.ts';
import type { World } from '../workload/world.ts';

/**
 * The resources at an endpoint that stand for one trouble of a scenario. What is created is what the simulated world
 * shows, so that nothing of a scenario is written down twice.
 */
export type StandIn = {
  /** Creates them as the world shows them. What was done, a line each. */
  seed(world: World): Promise<string[]>;
  /** Finds those that are there; the names of what is missing. */
  find(): Promise<string[]>;
  /** The trouble and the names of the policy that are others at the endpoint. Known after `seed` or `find`. */
  found(): { trouble: Trouble; names: ReadonlyMap<string, string> };
  /** Changes the simulated world to what the resources hold now; its metrics follow. */
  mirror(world: World): Promise<void>;
  /** The fields that a fix may change, read by calls of its own: the proof. */
  read(): Promise<Record<string, FieldValue>>;
};

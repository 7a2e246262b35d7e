import type { Topology } from '../../gathered.ts';
import { type Destination, hostName } from './destinations.ts';
import type { Misrouted } from './misrouted.ts';
import type { Route } from './route.ts';

/**
 * The one destination that the gateway is known to call and has no route to. Only the topology tells that one is expected; what
 * is not like those that have one (`alike`: configured from the same sources) may be reached in other ways.
 */
export const unrouted = (
  gateway: string,
  routes: readonly Route[],
  destinations: readonly Destination[],
  topology: Topology | undefined,
  alike: (name: string) => boolean,
): Misrouted[] => {
  const routed = new Set(routes.map(hostName));
  const called = new Set(topology?.edges.filter(({ from }) => from === gateway).map(({ to }) => to));
  const left = destinations.filter(({ name }) => called.has(name) && !routed.has(name) && alike(name));
  const [only] = left;
  // Where several are without a route, it is rather how it was built.
  if (only === undefined || left.length > 1 || routes.length < 4) return [];
  return [{ name: only.name, says: `no route leads to ${only.name}, which the gateway calls`, sureness: 0.8 }];
};

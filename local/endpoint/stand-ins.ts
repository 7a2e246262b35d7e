import type { Scenario } from '../scenarios/scenario.ts';
import type { Clients } from './clients.ts';
import { ec2StandIn } from './ec2-stand-in.ts';
import { ecsStandIn } from './ecs-stand-in.ts';
import { isPossible } from './possible.ts';
import type { StandIn } from './stand-in.ts';

/** What stands for the troubles of a scenario at an endpoint, in their order. */
export const standInsFor = ({ troubles }: Scenario, clients: Clients, now: () => Date): StandIn[] => {
  const access = { cluster: undefined, client: clients.config, now };
  return troubles
    .filter(isPossible)
    .map((trouble) =>
      trouble.kind === 'gateway' ? ec2StandIn(clients.ec2, access, trouble) : ecsStandIn(clients.ecs, access, trouble),
    );
};

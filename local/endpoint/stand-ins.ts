import type { ProvidersConfig } from '../../core/aws/providers.ts';
import type { Scenario, Trouble } from '../scenarios/scenario.ts';
import type { Clients } from './clients.ts';
import { ec2StandIn } from './ec2-stand-in.ts';
import { ecsStandIn } from './ecs-stand-in.ts';
import type { StandIn } from './stand-in.ts';

type Make = (clients: Clients, access: ProvidersConfig) => StandIn;

/** How a trouble comes to an endpoint; undefined for those of services that no emulator has. */
const makerOf = (trouble: Trouble): Make | undefined => {
  switch (trouble.kind) {
    case 'ecs-overload':
    case 'ecs-bad-deploy':
      return ({ ecs }, access) => ecsStandIn(ecs, access, trouble);
    case 'gateway':
      return ({ ec2 }, access) => ec2StandIn(ec2, access, trouble);
    default:
      return undefined;
  }
};

/** True for a scenario whose every trouble can be put to an endpoint, and in which nothing happens elsewhere. */
export const hasStandIns = ({ troubles, hooks, fault }: Scenario): boolean =>
  hooks.length === 0 && fault === undefined && troubles.every((trouble) => makerOf(trouble) !== undefined);

/** What stands for the troubles of a scenario at an endpoint, in their order. */
export const standInsFor = ({ troubles }: Scenario, clients: Clients, now: () => Date): StandIn[] =>
  troubles.flatMap((trouble) => makerOf(trouble)?.(clients, { cluster: undefined, client: clients.config, now }) ?? []);

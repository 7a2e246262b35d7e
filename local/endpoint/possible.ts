import type { EcsTrouble, GatewayTrouble, Scenario, Trouble } from '../scenarios/scenario.ts';

/** Of services that emulators have; an EKS cluster none of them has, and a percentile has no data there. */
type PossibleTrouble = EcsTrouble | GatewayTrouble;
const kinds: readonly string[] = ['ecs-overload', 'ecs-bad-deploy', 'gateway'] satisfies PossibleTrouble['kind'][];

/** True for a trouble whose resources can be created at an endpoint. */
export const isPossible = (trouble: Trouble): trouble is PossibleTrouble =>
  kinds.includes(trouble.kind) && !(trouble.kind === 'ecs-overload' && trouble.watches === 'latency');

/** True for a scenario that can be played at an endpoint: nothing in it happens anywhere else. */
export const canPlay = ({ troubles, hooks, fault }: Scenario): boolean =>
  hooks.length === 0 && fault === undefined && troubles.every(isPossible);

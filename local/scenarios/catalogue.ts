import { albHighLatency } from './alb-high-latency.ts';
import { budgetAnomaly } from './budget-anomaly.ts';
import { circuitOpen } from './circuit-open.ts';
import { crashMidExecution } from './crash-mid-execution.ts';
import { drifted } from './drifted.ts';
import { ecsBadDeploy } from './ecs-bad-deploy.ts';
import { ecsCpuOverload } from './ecs-cpu-overload.ts';
import { eksOomkilled } from './eks-oomkilled.ts';
import { eniFailover } from './eni-failover.ts';
import { expired } from './expired.ts';
import { fixIneffective } from './fix-ineffective.ts';
import { killSwitch } from './kill-switch.ts';
import { lambdaThrottles } from './lambda-throttles.ts';
import { modelDown } from './model-down.ts';
import { observe } from './observe.ts';
import { partialFailure } from './partial-failure.ts';
import { propose } from './propose.ts';
import { rdsConnections } from './rds-connections.ts';
import { rdsStorageLow } from './rds-storage-low.ts';
import { rejected } from './rejected.ts';
import { eksImagePull } from './eks-image-pull.ts';
import { eksPending } from './eks-pending.ts';
import { eksProbe } from './eks-probe.ts';
import { alb5xx } from './alb-5xx.ts';
import { healthyNoise } from './healthy-noise.ts';
import { attackChain } from './attack-chain.ts';
import { benignNoise } from './benign-noise.ts';
import { runtimeEgress } from './runtime-egress.ts';
import { runtimeShadowRead } from './runtime-shadow-read.ts';
import type { End, Scenario } from './scenario.ts';
import { selfRecovered } from './self-recovered.ts';
import { sloBurn } from './slo-burn.ts';

/** Every scenario in the order in which they are listed. */
export const scenarios: readonly Scenario[] = [
  eksOomkilled,
  rejected,
  expired,
  selfRecovered,
  fixIneffective,
  drifted,
  circuitOpen,
  modelDown,
  killSwitch,
  partialFailure,
  crashMidExecution,
  eniFailover,
  rdsStorageLow,
  lambdaThrottles,
  ecsCpuOverload,
  ecsBadDeploy,
  albHighLatency,
  rdsConnections,
  eksImagePull,
  eksPending,
  eksProbe,
  alb5xx,
  healthyNoise,
  budgetAnomaly,
  sloBurn,
  observe,
  propose,
  runtimeShadowRead,
  runtimeEgress,
  attackChain,
  benignNoise,
];

/** True for a story in which no incident is opened. */
export const expectsNone = ({ ends }: Scenario): boolean => ends.none === 'none';

/** The state a scenario ends in when its own decision is made. */
export const expectedEnd = ({ ends, decision }: Scenario): End => ends[decision.kind];

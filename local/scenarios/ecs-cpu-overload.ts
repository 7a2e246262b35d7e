import { base, type Scenario } from './scenario.ts';

export const ecsCpuOverload: Scenario = {
  ...base,
  name: 'ecs-cpu-overload',
  description: 'an ECS service uses more than 85 % CPU for ten minutes; it gets more tasks and the alarm clears',
  troubles: [{ kind: 'ecs-overload', service: 'storefront', needsTasks: 6 }],
};

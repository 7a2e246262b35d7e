import { base, type Scenario } from './scenario.ts';

export const albHighLatency: Scenario = {
  ...base,
  name: 'alb-high-latency',
  description: 'requests wait at a load balancer because a service has too few tasks; it gets more and p99 falls',
  troubles: [{ kind: 'ecs-overload', service: 'catalog', needsTasks: 6, watches: 'latency' }],
};

import { base, type Scenario } from './scenario.ts';

export const alb5xx: Scenario = {
  ...base,
  name: 'alb-5xx',
  description:
    'behind a load balancer a Deployment answers 5xx since its last rollout, with all pods ready; it is undone',
  troubles: [{ kind: 'rollout', app: 'gift-cards', wrong: 'errors' }],
};

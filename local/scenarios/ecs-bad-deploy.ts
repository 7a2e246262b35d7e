import { base, type Scenario } from './scenario.ts';

export const ecsBadDeploy: Scenario = {
  ...base,
  name: 'ecs-bad-deploy',
  description: 'an ECS service answers 5xx since its last deployment; the previous task definition is put back',
  troubles: [{ kind: 'ecs-bad-deploy', service: 'basket', curable: true }],
};

import { base, type Scenario } from './scenario.ts';

export const sloBurn: Scenario = {
  ...base,
  name: 'slo-burn',
  description: 'a rollout burns the error budget of a service in two windows at once; it is undone',
  troubles: [{ kind: 'rollout', app: 'gift-cards', wrong: 'errors', slo: true }],
};

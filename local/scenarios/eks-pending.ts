import { base, type Scenario } from './scenario.ts';

export const eksPending: Scenario = {
  ...base,
  name: 'eks-pending',
  description:
    'a rollout asks for more CPU than any node has and its pod stays pending; the template before it is put back',
  troubles: [{ kind: 'rollout', app: 'pricing', wrong: 'cpu' }],
};

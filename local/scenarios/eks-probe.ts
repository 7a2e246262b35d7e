import { base, type Scenario } from './scenario.ts';

export const eksProbe: Scenario = {
  ...base,
  name: 'eks-probe',
  description: 'a rollout asks a wrong port whether it is ready and never is; the pod template before it is put back',
  troubles: [{ kind: 'rollout', app: 'loyalty', wrong: 'probe' }],
};

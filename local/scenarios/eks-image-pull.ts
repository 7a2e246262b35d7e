import { base, type Scenario } from './scenario.ts';

export const eksImagePull: Scenario = {
  ...base,
  name: 'eks-image-pull',
  description: 'a rollout names an image that does not exist; the pod template before it is put back',
  troubles: [{ kind: 'rollout', app: 'receipts', wrong: 'image' }],
};

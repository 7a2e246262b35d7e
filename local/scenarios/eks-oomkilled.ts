import { base, type Scenario } from './scenario.ts';

export const eksOomkilled: Scenario = {
  ...base,
  name: 'eks-oomkilled',
  description: 'a pod is OOM-killed at its 512Mi limit; the limit and the replicas are raised and the alarm clears',
};

import { base, type Scenario } from './scenario.ts';

export const crashMidExecution: Scenario = {
  ...base,
  name: 'crash-mid-execution',
  description: 'the executor dies right after its first patch; it is started again, looks, repeats nothing and goes on',
  fault: { kind: 'executor-dies', changing: 'Deployment' },
};

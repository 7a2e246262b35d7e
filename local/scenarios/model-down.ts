import { base, type Scenario } from './scenario.ts';

export const modelDown: Scenario = {
  ...base,
  name: 'model-down',
  description: 'the model does not answer; the rules name the cause and say so',
  model: 'down',
};

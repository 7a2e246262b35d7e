import { base, type Scenario } from './scenario.ts';

export const lambdaThrottles: Scenario = {
  ...base,
  name: 'lambda-throttles',
  description: 'a function may run 10 times at once and needs 16; its reserved concurrency is raised',
  troubles: [{ kind: 'function', function: 'invoice-render', needs: 16 }],
};

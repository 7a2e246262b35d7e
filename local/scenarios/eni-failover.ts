import { base, type Scenario } from './scenario.ts';

export const eniFailover: Scenario = {
  ...base,
  name: 'eni-failover',
  description:
    'a gateway node does not answer; its address moves to the standby, which is made to forward, and answers',
  troubles: [{ kind: 'gateway', standbyForwards: false, standbyAnswers: true }],
};

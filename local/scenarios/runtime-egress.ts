import { base, type Scenario } from './scenario.ts';

export const runtimeEgress: Scenario = {
  ...base,
  name: 'runtime-egress',
  description:
    'a container connects to a public address again and again; the Deployment is isolated, and the connections end',
  troubles: [{ kind: 'intrusion', app: 'receipts', act: 'egress' }],
  // Nobody reaches what is isolated: a high risk, which takes two people of two roles.
  decision: { kind: 'approve', by: ['alice', 'bob'] },
};

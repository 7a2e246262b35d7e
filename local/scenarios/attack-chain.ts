import { base, type Scenario } from './scenario.ts';

export const attackChain: Scenario = {
  ...base,
  name: 'attack-chain',
  description:
    'a shell, a package, a program in /tmp, root, a token and a connection out, in several batches: one incident with one timeline',
  troubles: [{ kind: 'intrusion', app: 'receipts', act: 'chain' }],
  // Nobody reaches what is isolated: a high risk, which takes two people of two roles.
  decision: { kind: 'approve', by: ['alice', 'bob'] },
};

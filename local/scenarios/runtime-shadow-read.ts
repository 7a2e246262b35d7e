import { base, type Scenario } from './scenario.ts';

export const runtimeShadowRead: Scenario = {
  ...base,
  name: 'runtime-shadow-read',
  description:
    'somebody opens a shell in a container and reads /etc/shadow; the Deployment is isolated, and nothing more is found',
  troubles: [{ kind: 'intrusion', app: 'receipts', act: 'shadow-read' }],
  // Nobody reaches what is isolated: a high risk, which takes two people of two roles.
  decision: { kind: 'approve', by: ['alice', 'bob'] },
};

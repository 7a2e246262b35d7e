import { base, type Scenario } from './scenario.ts';

export const healthyNoise: Scenario = {
  ...base,
  name: 'healthy-noise',
  description: 'an alarm fires for a container that was restarted yesterday; nothing is wrong and nothing is proposed',
  troubles: [{ kind: 'rollout', app: 'addresses', wrong: 'nothing' }],
  ends: { approve: 'report_only', reject: 'report_only', none: 'report_only' },
};

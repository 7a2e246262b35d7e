import { base, type Scenario } from './scenario.ts';

export const expired: Scenario = {
  ...base,
  name: 'expired',
  description: 'nobody decides within 15 minutes; silence is no consent',
  decision: { kind: 'none' },
};

import { base, type Scenario } from './scenario.ts';

export const benignNoise: Scenario = {
  ...base,
  name: 'benign-noise',
  description: 'agents tell of ten thousand events in which nothing is wrong; no incident is opened',
  troubles: [{ kind: 'intrusion', app: 'receipts', act: 'nothing' }],
  decision: { kind: 'none' },
  ends: { approve: 'none', reject: 'none', none: 'none' },
};

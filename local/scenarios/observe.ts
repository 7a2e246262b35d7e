import { base, type Scenario } from './scenario.ts';

export const observe: Scenario = {
  ...base,
  name: 'observe',
  description: 'the mode is observe: the incident is diagnosed and reported, nobody is asked',
  mode: 'observe',
  decision: { kind: 'none' },
  ends: { approve: 'report_only', reject: 'report_only', none: 'report_only' },
};

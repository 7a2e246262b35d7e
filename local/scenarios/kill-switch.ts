import { base, type Scenario } from './scenario.ts';

export const killSwitch: Scenario = {
  ...base,
  name: 'kill-switch',
  description: 'execution is not enabled for this table; an approved change is refused',
  execution: 'disabled',
  ends: { ...base.ends, approve: 'refused' },
};

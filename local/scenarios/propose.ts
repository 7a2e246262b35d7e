import { base, type Scenario } from './scenario.ts';

export const propose: Scenario = {
  ...base,
  name: 'propose',
  description: 'the mode is propose: people are asked and told that nothing will be executed; an approval is refused',
  mode: 'propose',
  ends: { ...base.ends, approve: 'refused' },
};

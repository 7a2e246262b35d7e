import { base, type Scenario } from './scenario.ts';

export const rejected: Scenario = {
  ...base,
  name: 'rejected',
  description: 'the approver says no; nothing is changed',
  decision: { kind: 'reject', by: 'alice' },
};

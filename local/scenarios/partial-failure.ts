import { base, type Scenario } from './scenario.ts';

export const partialFailure: Scenario = {
  ...base,
  name: 'partial-failure',
  description: 'the second of two changes fails at the API server; the first is rolled back, as the approver consented',
  fault: { kind: 'call-fails', changing: 'HorizontalPodAutoscaler' },
  ends: { ...base.ends, approve: 'rolled_back' },
};

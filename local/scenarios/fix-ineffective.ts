import { base, incurable, type Scenario } from './scenario.ts';

export const fixIneffective: Scenario = {
  ...base,
  name: 'fix-ineffective',
  description: 'the metrics stay bad after the change; the exact prior state is restored, as the approver consented',
  troubles: [{ kind: 'app', app: 'payments-api', needs: incurable }],
  ends: { ...base.ends, approve: 'rolled_back' },
};

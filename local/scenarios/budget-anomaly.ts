import { base, type Scenario } from './scenario.ts';

export const budgetAnomaly: Scenario = {
  ...base,
  name: 'budget-anomaly',
  description:
    'a service costs five times what it usually does: what grew and who changed what is told, nothing is changed',
  troubles: [{ kind: 'spend' }],
  ends: { approve: 'report_only', reject: 'report_only', none: 'report_only' },
};

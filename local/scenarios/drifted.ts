import { base, type Scenario } from './scenario.ts';

export const drifted: Scenario = {
  ...base,
  name: 'drifted',
  description: 'somebody changes the limit between proposal and approval; the approval is void',
  hooks: [
    { when: 'proposed', afterSeconds: 0, does: { kind: 'someone-sets-memory', app: 'payments-api', limit: '768Mi' } },
  ],
  ends: { ...base.ends, approve: 'refused' },
};

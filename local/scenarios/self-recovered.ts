import { base, type Scenario } from './scenario.ts';

export const selfRecovered: Scenario = {
  ...base,
  name: 'self-recovered',
  description: 'the alarm goes OK while the approval is open; the proposal is void',
  hooks: [{ when: 'awaiting_approval', afterSeconds: 30, does: { kind: 'recovers', app: 'payments-api' } }],
  decision: { kind: 'none' },
  ends: { ...base.ends, none: 'self_recovered' },
};

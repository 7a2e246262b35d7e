import { base, curable, incurable, type Scenario } from './scenario.ts';

export const circuitOpen: Scenario = {
  ...base,
  name: 'circuit-open',
  description:
    'two changes in a row do not help and are rolled back; the third incident is refused until a person looks',
  troubles: [
    { kind: 'app', app: 'payments-api', needs: incurable },
    { kind: 'app', app: 'payments-worker', needs: incurable },
    { kind: 'app', app: 'payments-ledger', needs: curable },
  ],
  ends: { ...base.ends, approve: 'refused' },
};

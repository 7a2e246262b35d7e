import { type ChoiceSet, doNothingByDefault, type Proposal } from '../../core/remediation/proposal.ts';
import { incident, later, start } from './incident.ts';

const { id: incidentId } = incident();

export const proposal = (change: Partial<Proposal> = {}): Proposal => ({
  version: 1,
  account: '123456789012',
  region: 'eu-central-1',
  incidentId,
  actions: [
    {
      id: 'set-resources',
      provider: 'kubernetes',
      target: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
      parameters: {
        namespace: 'checkout',
        deployment: 'payments-api',
        container: 'app',
        memory: { times: 2, atMost: '4Gi' },
      },
      touched: [{ path: 'containers.app.limits.memory', before: '512Mi', after: '1Gi' }],
      undo: 'restore',
    },
    {
      id: 'set-hpa-bounds',
      provider: 'kubernetes',
      target: { kind: 'HorizontalPodAutoscaler', namespace: 'checkout', name: 'payments-api' },
      parameters: { namespace: 'checkout', name: 'payments-api', minReplicas: { plus: 1, atMost: 10 } },
      touched: [{ path: 'minReplicas', before: 2, after: 3 }],
      undo: 'restore',
    },
  ],
  risk: { level: 'low', factors: ['2 resources are changed'] },
  quorum: { people: 1, roles: 1 },
  expected: {
    summary: 'pod stable, p99 < 200 ms',
    alarm: 'checkout-payments-api-oomkilled',
    metrics: [
      {
        id: 'p99',
        namespace: 'ApplicationSignals',
        name: 'Latency',
        dimensions: { Service: 'payments' },
        stat: 'p99',
        periodSeconds: 60,
        comparison: 'below',
        threshold: 200,
        absence: 'unknown',
      },
    ],
    stableSeconds: 120,
    withinSeconds: 600,
  },
  policyVersion: 'policy-1',
  expiresAt: later(900).toISOString(),
  ...change,
});

export const choiceSet = (...choices: Proposal[]): ChoiceSet => ({
  incidentId,
  proposedAt: start.toISOString(),
  choices: choices.length === 0 ? [proposal()] : choices,
  doNothing: doNothingByDefault,
});

const [memoryOnly] = proposal().actions;

/** An alternative to the proposal: its first action alone. */
export const alternative = proposal({
  title: 'only the memory limit',
  actions: memoryOnly === undefined ? [] : [memoryOnly],
  risk: { level: 'low', factors: ['containers.app.limits.memory grows by 100 %', '1 resource is changed'] },
});

/** The proposal with a high risk. */
export const highRisk = proposal({
  risk: { level: 'high', factors: ['it is late'] },
  quorum: { people: 2, roles: 2 },
});

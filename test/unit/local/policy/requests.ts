import type { DecisionRequest } from '../../../../core/policy/decision-request.ts';

type Asked = DecisionRequest['actions'][number];

/** A change of the memory limit, without its parameters. */
export const memory = (before: Asked['touched'][number]['before'], after: string, namespace = 'checkout'): Asked => ({
  id: 'set-resources',
  target: { kind: 'Deployment', namespace, name: 'payments-api' },
  touched: [{ path: 'containers.app.limits.memory', before, after }],
});

export const replicas = (before: number, after: number): Asked => ({
  id: 'set-hpa-bounds',
  target: { kind: 'HorizontalPodAutoscaler', namespace: 'checkout', name: 'payments-api' },
  touched: [{ path: 'minReplicas', before, after }],
});

/** What the runbook proposes, asked for by an analyst of the namespace; each test changes what it is about. */
export const request = (change: Partial<DecisionRequest> = {}): DecisionRequest => ({
  principal: 'alice',
  action: 'approve',
  actions: [memory('512Mi', '1Gi'), replicas(2, 3)],
  ...change,
});

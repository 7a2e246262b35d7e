import type { Alarm } from '../../core/incident/alarm.ts';
import type { Incident } from '../../core/incident/incident.ts';

export const start = new Date('2026-11-20T03:00:00.000Z');
export const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
export const hub = { account: '123456789012', region: 'eu-central-1', spokes: ['210987654321'] };
export const versions = { policy: 'policy-1', function: '7' };

export const alarm: Alarm = {
  name: 'checkout-payments-api-oomkilled',
  arn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout-payments-api-oomkilled',
  account: '123456789012',
  region: 'eu-central-1',
  kind: 'metric',
  state: 'ALARM',
  reason: 'Threshold Crossed: 1 datapoint [3.0] was greater than or equal to the threshold (1.0).',
  threshold: 1,
  metrics: [
    {
      id: 'm1',
      namespace: 'ContainerInsights',
      name: 'pod_container_status_terminated_reason_oom_killed',
      dimensions: { ClusterName: 'harbor', Namespace: 'checkout', PodName: 'payments-api' },
      stat: 'Sum',
      periodSeconds: 60,
    },
  ],
  at: start.toISOString(),
};

export const incident = (change: Partial<Incident> = {}): Incident => ({
  id: 'inc-20261120030000-0a1b2c3d',
  status: 'detected',
  seq: 1,
  openedAt: start.toISOString(),
  changedAt: start.toISOString(),
  alarm,
  resource: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
  runbook: 'eks-oomkilled',
  service: 'payments',
  severity: 'high',
  leases: [],
  ...change,
});

/** The event the bus delivers for the last step of an incident. */
export const stepEvent = ({ id, seq, status }: Incident, from = '') => ({
  source: 'sovereign-ops',
  'detail-type': 'Transition',
  detail: { incidentId: id, seq: String(seq), from, to: status },
});

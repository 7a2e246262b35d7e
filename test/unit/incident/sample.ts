import type { Alarm } from '../../../core/incident/alarm.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import type { Step } from '../../../core/incident/step.ts';

export const alarm: Alarm = {
  name: 'checkout-payments-api-oomkilled',
  arn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout-payments-api-oomkilled',
  account: '123456789012',
  region: 'eu-central-1',
  kind: 'metric',
  state: 'ALARM',
  reason: 'Threshold Crossed',
  metrics: [],
  at: '2026-11-20T02:13:07.318Z',
};

export const incident: Incident = {
  id: 'inc-20261120021307-0d62d005',
  status: 'approved',
  seq: 5,
  openedAt: '2026-11-20T02:13:08.000Z',
  changedAt: '2026-11-20T02:16:40.000Z',
  alarm,
  resource: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
  runbook: 'eks-oomkilled',
  service: 'payments',
  severity: 'high',
  reason: 'the quorum approved',
  leases: [],
  due: { at: '2026-11-20T02:21:40.000Z', does: 'again', attempt: 0 },
};

export const step: Step = {
  to: 'executing',
  by: 'executor',
  at: new Date('2026-11-20T02:17:00.000Z'),
  digests: { proposal: 'abc' },
  person: 'alice',
  versions: { policy: 'p1', function: 'executor@b1' },
};

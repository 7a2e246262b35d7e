import { describe, expect, it } from 'vitest';
import { isWithin, measuredBy, subjectOf } from '../../../core/incident/subject.ts';
import { alarm } from '../../support/incident.ts';

const inCheckout = (kind: string, name: string) => ({ kind, namespace: 'checkout', name });
const payments = inCheckout('Deployment', 'payments-api');

describe('the subject of an incident', () => {
  it.each([
    [{ DBInstanceIdentifier: 'ledger' }, { kind: 'DBInstance', name: 'ledger' }],
    [{ FunctionName: 'render' }, { kind: 'Function', name: 'render' }],
    [
      { ClusterName: 'quay', ServiceName: 'basket' },
      { kind: 'EcsService', name: 'quay/basket' },
    ],
    [{ ClusterName: 'quay', Namespace: 'checkout', PodName: 'p' }, inCheckout('Pod', 'p')],
    [
      { ClusterName: 'quay', NodeName: 'n1' },
      { kind: 'Node', name: 'n1' },
    ],
    [
      { ClusterName: 'quay', Namespace: 'checkout' },
      { kind: 'Namespace', name: 'checkout' },
    ],
    [{ ClusterName: 'quay' }, { kind: 'Cluster', name: 'quay' }],
    [
      { Service: 'payments', Namespace: 'checkout' },
      { kind: 'Service', name: 'payments' },
    ],
    [
      { ClusterName: 'quay', PodName: 'p' },
      { kind: 'Cluster', name: 'quay' },
    ],
    [{ ServiceName: 'basket' }, undefined],
    [{ Queue: 'q' }, undefined],
  ])('%j measures %j', (dimensions, resource) => expect(measuredBy(dimensions)).toEqual(resource));

  it('is the resource of the runbook, else what the dimensions name, else the alarm itself', () => {
    const itself = { kind: 'Alarm', name: alarm.name };
    expect(subjectOf({ alarm, resource: payments })).toEqual(payments);
    expect(subjectOf({ alarm, resource: itself })).toEqual(inCheckout('Pod', 'payments-api'));
    expect(subjectOf({ alarm: { ...alarm, metrics: [] }, resource: itself })).toEqual(itself);
    const [named] = alarm.metrics;
    const odd = { id: 'm0', dimensions: { Queue: 'q' } };
    expect(subjectOf({ alarm: { ...alarm, metrics: [odd] }, resource: itself })).toEqual(itself);
    expect(subjectOf({ alarm: { ...alarm, metrics: [odd, named ?? odd] }, resource: itself })).toEqual(
      inCheckout('Pod', 'payments-api'),
    );
  });

  it.each([
    [payments, payments, true],
    [payments, inCheckout('Pod', 'payments-api-6d5f8c7b9d-x2x2z'), true],
    [payments, inCheckout('Deployment', 'payments-api-6d5f8c7b9d-x2x2z'), true],
    [inCheckout('StatefulSet', 'ledger'), inCheckout('StatefulSet', 'ledger-0'), true],
    [payments, inCheckout('Deployment', 'payments-api-v2'), false],
    [payments, { kind: 'Namespace', name: 'checkout' }, true],
    [{ kind: 'Node', name: 'n1' }, { kind: 'Namespace', name: 'checkout' }, true],
    [payments, { kind: 'Namespace', name: 'ledger' }, false],
    [payments, { kind: 'Service', name: 'payments-api' }, true],
    [payments, { kind: 'Cluster', name: 'harbor' }, true],
    [payments, { kind: 'DBInstance', name: 'payments-api' }, false],
    [payments, { kind: 'Service', name: 'ledger' }, false],
    [payments, { kind: 'Alarm', name: 'any' }, true],
    [{ kind: 'Namespace', name: 'checkout' }, { kind: 'Namespace', name: 'checkout' }, true],
    [{ kind: 'Namespace', namespace: 'x', name: 'checkout' }, { kind: 'Namespace', name: 'checkout' }, true],
    [{ kind: 'Pod', namespace: 'x', name: 'checkout' }, { kind: 'Namespace', name: 'checkout' }, false],
    [{ kind: 'Namespace', namespace: 'x', name: 'y' }, { kind: 'Namespace', name: 'checkout' }, false],
    [inCheckout('Deployment', 'payments'), inCheckout('Pod', 'payments-api-6d5f8c7b9d-x2x2z'), true],
    [inCheckout('Deployment', 'payments-api'), inCheckout('Pod', 'payments-api'), true],
    [inCheckout('Deployment', 'pay'), inCheckout('Pod', 'payments-api'), false],
    [{ kind: 'Deployment', namespace: 'x', name: 'payments-api' }, inCheckout('Pod', 'payments-api-x2x2z'), false],
    [{ kind: 'Deployment', namespace: 'x', name: 'ledger' }, inCheckout('StatefulSet', 'ledger-0'), false],
    [inCheckout('DaemonSet', 'agent'), inCheckout('DaemonSet', 'agent-x2x2z'), true],
    [inCheckout('StatefulSet', 'ledger'), inCheckout('StatefulSet', 'ledger-12'), true],
    [inCheckout('StatefulSet', 'ledger'), inCheckout('StatefulSet', 'ledger-1234'), false],
    [inCheckout('Deployment', 'a.b'), inCheckout('Deployment', 'a.b-x2x2z'), true],
    [inCheckout('Deployment', 'paymentx-api'), inCheckout('Deployment', 'payments-api-6d5f8c7b9d-x2x2z'), false],
    [inCheckout('Deployment', 'b'), inCheckout('Deployment', 'a-b-x2x2z'), false],
    [payments, inCheckout('Deployment', 'payments-api-6d5f8c7b9d-x2x2z-1'), false],
    [payments, inCheckout('Deployment', 'payments-api-6d5f-x2x2z'), false],
    [payments, inCheckout('Deployment', 'payments-api-6d5f8c7b9d0-x2x2z'), false],
  ])('%j within %j: %s', (resource, subject, within) => expect(isWithin(resource, subject)).toBe(within));
});

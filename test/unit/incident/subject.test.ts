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
    [{ Queue: 'q' }, undefined],
  ])('%j measures %j', (dimensions, resource) => expect(measuredBy(dimensions)).toEqual(resource));

  it('is the resource of the runbook, else what the dimensions name, else the alarm itself', () => {
    const itself = { kind: 'Alarm', name: alarm.name };
    expect(subjectOf({ alarm, resource: payments })).toEqual(payments);
    expect(subjectOf({ alarm, resource: itself })).toEqual(inCheckout('Pod', 'payments-api'));
    expect(subjectOf({ alarm: { ...alarm, metrics: [] }, resource: itself })).toEqual(itself);
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
  ])('%j within %j: %s', (resource, subject, within) => expect(isWithin(resource, subject)).toBe(within));
});

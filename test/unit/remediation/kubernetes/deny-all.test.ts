import { describe, expect, it } from 'vitest';
import { deniedSelector, denyAllPolicy } from '../../../../core/remediation/kubernetes/deny-all.ts';

const selector = { matchLabels: { app: 'receipts' } };
const made = denyAllPolicy({ namespace: 'checkout', name: 'sovereign-ops-quarantine-deployment-receipts' }, selector);
const withSpec = (spec: object) => deniedSelector({ ...made, spec: { ...made.spec, ...spec } });

describe('a policy that lets nothing through', () => {
  it('is the one that is made, also as an API server gives it back', () => {
    expect(deniedSelector(made)).toEqual(selector);
    expect(withSpec({ ingress: [], egress: [], policyTypes: ['Egress', 'Ingress'] })).toEqual(selector);
  });

  it.each([
    ['lets something in', { ingress: [{}] }],
    ['lets something out', { egress: [{}] }],
    ['is of one direction', { policyTypes: ['Ingress'] }],
    ['says one direction twice', { policyTypes: ['Ingress', 'Ingress'] }],
    ['says something unknown', { order: 1 }],
  ])('is none that %s', (_what, spec) => {
    expect(withSpec(spec)).toBeUndefined();
  });

  it('is none of somebody else', () => {
    const labels = { 'app.kubernetes.io/managed-by': 'helm' };
    expect(deniedSelector({ ...made, metadata: { ...made.metadata, labels } })).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../core/remediation/catalogue.ts';
import { asCodeOf, keepAsCode } from '../../../core/remediation/keep.ts';
import { proposal } from '../../support/proposal.ts';

/** The example of every action, planned by the action itself. */
const examples = [...catalogue.values()].map((action) => {
  const { parameters, state } = action.example;
  const plan = action.plan(parameters, state);
  if (plan.kind !== 'planned') throw new Error(plan.reason);
  const target = action.target(parameters);
  return { id: action.id, target, parameters: { ...(parameters as object) }, touched: plan.touched };
});

describe('keeping a change in code', () => {
  it.each(examples)('$id says how its change is kept, or why there is nothing to keep', (example) => {
    const code = asCodeOf(example);
    expect((code?.patches.length ?? 0) > 0 || (code?.note?.length ?? 0) > 0).toBe(true);
    for (const { text } of code?.patches ?? []) {
      // A label of CloudFormation is the name in capitals, and the whole of an id.
      const [name = ''] = example.target.name.split('/').toReversed();
      const [start = ''] = name.split(/[^a-z0-9]/);
      expect(text.toLowerCase()).toContain(start);
    }
  });

  it('writes what several actions change of one AWS resource as one block', () => {
    const assign = examples.find(({ id }) => id === 'assign-secondary-ip');
    const forward = examples.find(({ id }) => id === 'ensure-forwarding-enabled');
    if (assign === undefined || forward === undefined) throw new Error('the catalogue lost an action');
    const together = keepAsCode([assign, forward]);
    expect(together.patches.map(({ text }) => text.match(/network_?interface"/gi)?.length)).toEqual([1, 1]);
    for (const { text } of together.patches) expect(text).toMatch(/private_?ip[\s\S]*source_?dest_?check/i);
    expect(together.notes).toEqual([
      'assign-secondary-ip, ensure-forwarding-enabled: the addresses that the interface has already stay in the list',
    ]);
    const elsewhere = { ...forward, parameters: { networkInterface: 'eni-0a1b2c3d4e5f60009' } };
    expect(keepAsCode([assign, elsewhere]).patches[0]?.text.match(/^resource /gm)).toHaveLength(2);
  });

  it('has one patch for each form, over all actions in their order', () => {
    const { patches, notes } = keepAsCode(proposal().actions);
    expect(notes).toEqual([]);
    expect(patches).toEqual([
      {
        form: 'kubectl',
        text: `kubectl patch deployment/payments-api --namespace=checkout --patch='
spec:
  template:
    spec:
      containers:
        - name: "app"
          resources:
            limits:
              memory: "1Gi"
'

kubectl patch horizontalpodautoscaler/payments-api --namespace=checkout --patch='
spec:
  minReplicas: 3
'`,
      },
      {
        form: 'hcl',
        text: `resource "kubernetes_deployment_v1" "payments_api" {
  metadata {
    name = "payments-api"
    namespace = "checkout"
  }
  spec {
    template {
      spec {
        container {
          name = "app"
          resources {
            limits = {
              memory = "1Gi"
            }
          }
        }
      }
    }
  }
}

resource "kubernetes_horizontal_pod_autoscaler_v2" "payments_api" {
  metadata {
    name = "payments-api"
    namespace = "checkout"
  }
  spec {
    min_replicas = 3
  }
}`,
      },
    ]);
  });

  it('keeps the images of a rollout that was taken back, and says what it does not know', () => {
    const undone = examples.find(({ id }) => id === 'undo-rollout');
    const code = undone === undefined ? undefined : asCodeOf(undone);
    expect(code?.patches[0]?.text).toContain('image: "registry.example/payments:2.0"');
    expect(code?.note).toMatch(/only images/);
  });

  it('says that it does not know, for an action or parameters that it does not', () => {
    const [first] = proposal().actions;
    if (first === undefined) throw new Error('no action');
    for (const unknown of [
      { ...first, id: 'paint-it' },
      { ...first, parameters: { namespace: 'checkout' } },
    ]) {
      expect(asCodeOf(unknown)).toBeUndefined();
      expect(keepAsCode([unknown]).notes).toEqual([`${unknown.id}: how to keep this change is not known`]);
    }
  });
});

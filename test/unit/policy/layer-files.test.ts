import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { priceOf } from '../../../core/diagnosis/cost/price.ts';
import { openPolicyLayer } from '../../../core/runtime/policy-layer.ts';
import { loadPolicyLayer, policyText, readPolicySource } from '../../../core/runtime/policy-source.ts';
import { changed, discardLayers, newLayerDir, refusal, shipped } from '../../support/layer-copy.ts';

afterAll(discardLayers);

describe('the shipped policy layer', () => {
  const layer = loadPolicyLayer(shipped);

  it('parses by its schemas: limits, roster, runbooks, policies, prompts', () => {
    expect(layer.policy).toMatchObject({ mode: 'execute', allowedNamespaces: ['checkout'], maxActionsPerRun: 3 });
    expect(layer.roster.approvers.map(({ id, role }) => `${id} ${role}`)).toEqual([
      'alice analyst',
      'bob admin',
      'carol viewer',
      'erin analyst',
    ]);
    expect(layer.runbooks.map(({ id }) => id)).toEqual([
      'alb-5xx',
      'alb-high-latency',
      'budget-exceeded',
      'cost-anomaly',
      'ecs-bad-deploy',
      'ecs-cpu-overload',
      'eks-image-pull',
      'eks-node',
      'eks-oomkilled',
      'eks-pending',
      'eks-pod-not-starting',
      'eks-probe',
      'eks-restarts',
      'eni-failover',
      'guardduty-instance',
      'guardduty-workload',
      'lambda-throttles',
      'rds-connections',
      'rds-storage-low',
      'runtime-intrusion',
      'runtime-node',
      'slo-burn',
    ]);
    expect(Object.keys(layer.profiles).toSorted()).toEqual(['cost', 'knowledge', 'reliability', 'security']);
    expect(layer.profiles['knowledge']).toMatchObject({ actions: [], collectors: [], approvers: { roles: [] } });
    expect(layer.prompts['diagnosis']).toContain('never an instruction');
    expect(layer.models.usdPerIncident).toBeLessThanOrEqual(0.02);
    expect(priceOf(layer.models, 'eu.amazon.nova-pro-v1:0')).toMatchObject({ inputPerMillion: 0.8 });
    expect(priceOf(layer.models, 'vendor.model-v1')).toBeUndefined();
  });

  it('allows every action that a runbook proposes', () => {
    const options = layer.runbooks.flatMap(({ remedies }) => remedies.flatMap((r) => [r, ...r.alternatives]));
    const actions = options.flatMap((option) => option.actions.map(({ id }) => id));
    expect(actions).toEqual([
      'undo-rollout',
      'set-desired-count',
      'roll-back-task-definition',
      'set-desired-count',
      'undo-rollout',
      'set-resources',
      'set-hpa-bounds',
      'set-resources',
      'undo-rollout',
      'undo-rollout',
      'undo-rollout',
      'undo-rollout',
      'unassign-secondary-ip',
      'assign-secondary-ip',
      'ensure-forwarding-enabled',
      'isolate-network-interface',
      'isolate-pod',
      'set-reserved-concurrency',
      'set-instance-class',
      'grow-storage',
      'isolate-pod',
      'isolate-pod',
      'isolate-pod',
      'isolate-pod',
      'undo-rollout',
    ]);
    expect(actions.filter((id) => !layer.policy.allowedActions.includes(id))).toEqual([]);
  });

  it('has the same version for the same decisions, and another one for any other', () => {
    expect(layer.version).toMatch(/^[0-9a-f]{64}$/);
    expect(loadPolicyLayer(changed('prompts/diagnosis.md', (text) => `${text} `)).version).not.toBe(layer.version);
    expect(loadPolicyLayer(changed('policy.yaml', (text) => `# a comment\n${text}`)).version).toBe(layer.version);
  });

  it('is refused without one of its files', () => {
    const dir = changed('prompts/diagnosis.md', (text) => `${text} `);
    rmSync(join(dir, 'roster.yaml'));
    expect(refusal(dir)).toMatch(/roster\.yaml: expected a file or directory of the policy layer, found nothing$/);
  });
});

describe('the built policy layer', () => {
  const { version } = loadPolicyLayer(shipped);
  const built = (text: string): string => {
    const dir = newLayerDir();
    writeFileSync(join(dir, 'layer.json'), text);
    return dir;
  };
  const text = policyText(readPolicySource(shipped));

  it('opens as what its sources are, and decides', () => {
    const { decide, ...opened } = openPolicyLayer(built(text), version);
    const { decide: _, ...source } = loadPolicyLayer(shipped);
    expect(opened).toEqual(source);
    const question = {
      principal: { id: 'alice', role: 'analyst', teams: ['checkout'] },
      action: 'approve',
      resource: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
      context: {
        actionIds: ['set-resources'],
        risk: 'low',
        irreversible: false,
        proposer: 'sovereign-ops',
        resources: 1,
        changePercent: 100,
      },
    } as const;
    expect(decide(question).allowed).toBe(true);
    expect(decide({ ...question, resource: { ...question.resource, namespace: 'payroll' } }).allowed).toBe(false);
  });

  it.each([
    ['another hash is expected', text, 'f'.repeat(64)],
    [
      'one byte was changed',
      text.replace('observe', 'execute').replace('"mode":"execute"', '"mode":"propose"'),
      version,
    ],
    ['a space was added', `${text} `, version],
  ])('is refused when %s', (_when, stored, expected) =>
    expect(() => openPolicyLayer(built(stored), expected)).toThrow(
      /layer\.json: expected the policy layer with content hash/,
    ),
  );
});

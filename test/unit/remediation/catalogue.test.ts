import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../core/remediation/catalogue.ts';

const actions = [...catalogue.values()].map((action) => [action.id, action] as const);
/** What the example of an action changes, and how each field of it is judged. */
const measures = ({ example, plan, measure }: (typeof actions)[number][1]) => {
  const planned = plan(example.parameters, example.state);
  return planned.kind === 'planned' ? planned.touched.map(({ path }) => `${path}: ${measure?.(path) ?? 'size'}`) : [];
};

describe('the catalogue', () => {
  it('says of every action whether and how it is undone, and by what its risk and its limits judge it', () =>
    expect(Object.fromEntries(actions.map(([id, one]) => [id, [one.undo, ...measures(one)]]))).toEqual({
      'set-resources': ['restore', 'containers.app.limits.memory: size'],
      'set-hpa-bounds': ['restore', 'minReplicas: size'],
      'scale-deployment': ['restore', 'replicas: size'],
      'restart-rollout': ['none-needed', 'restartedAt: switch'],
      'undo-rollout': ['restore', 'template: switch', 'containers.app.image: shown'],
      'cordon-node': ['restore', 'unschedulable: switch'],
      'uncordon-node': ['restore', 'unschedulable: switch'],
      'assign-secondary-ip': ['restore', 'addresses.10.20.1.75: switch'],
      'unassign-secondary-ip': ['restore', 'addresses.10.20.1.75: switch'],
      'ensure-forwarding-enabled': ['restore', 'sourceDestCheck: switch'],
      'ensure-forwarding-disabled': ['restore', 'sourceDestCheck: switch'],
      'set-instance-class': ['restore', 'instanceClass: switch'],
      'grow-storage': ['irreversible', 'storageGiB: size'],
      'set-memory': ['restore', 'memoryMiB: size'],
      'set-reserved-concurrency': ['restore', 'reservedConcurrency: size'],
      'set-desired-count': ['restore', 'desiredCount: size'],
      'roll-back-task-definition': ['restore', 'taskDefinition: switch', 'containers.app.image: shown'],
      'set-task-resources': ['restore', 'memory: size', 'definition: shown'],
      'set-property': ['restore', '/ProvisionedThroughput/ReadCapacityUnits: size'],
      'isolate-pod': ['restore', 'quarantineLabel: shown', 'networkPolicy: switch'],
      'isolate-network-interface': ['restore', 'securityGroups: switch'],
    }));

  it.each(actions)('%s: has an example that names every field it touches, and leaves nothing empty', (_id, action) => {
    const { example, plan } = action;
    const planned = plan(example.parameters, example.state);
    for (const { path } of planned.kind === 'planned' ? planned.touched : [])
      expect(example.state).toHaveProperty([path]);
    expect(Object.values(example.state)).not.toContain('');
  });

  it('waits for what the provider makes after its answer, and for nothing else', () =>
    expect(actions.flatMap(([id, { slow }]) => (slow ? [id] : [])).toSorted()).toEqual([
      'assign-secondary-ip',
      'ensure-forwarding-disabled',
      'ensure-forwarding-enabled',
      'grow-storage',
      'isolate-network-interface',
      'set-instance-class',
      'set-memory',
      'set-property',
      'unassign-secondary-ip',
    ]));

  it('waits no longer for EC2 than until it shows the change: nothing tells that it is still made', () => {
    for (const [, { provider, slow, settling, example }] of actions) {
      if (provider === 'ec2' || !slow) expect(settling(example.parameters, example.state)).toBe(false);
    }
  });

  it('takes 1Gi and 1024Mi for the same where a field is memory of containers, and nowhere else', () => {
    const alike = (path: string) =>
      actions.flatMap(([id, action]) => (action.same(path, '1Gi', '1024Mi') ? [id] : [])).toSorted();
    expect(alike('memory')).toEqual(['set-resources', 'set-task-resources']);
    expect(alike('definition')).toEqual(['set-resources']);
    for (const [, { same }] of actions) expect([same('x', 'a', 'a'), same('x', 'a', 'b')]).toEqual([true, false]);
  });

  it.each([
    ['assign-secondary-ip', 'would assign 10.20.1.75 to eni-0a1b2c3d4e5f60002'],
    ['unassign-secondary-ip', 'would unassign 10.20.1.75 from eni-0a1b2c3d4e5f60001'],
    ['ensure-forwarding-enabled', 'would turn the source/destination check of eni-0a1b2c3d4e5f60002 off'],
    ['ensure-forwarding-disabled', 'would turn the source/destination check of eni-0a1b2c3d4e5f60002 on'],
    ['isolate-network-interface', 'would replace all security groups of eni-0a1b2c3d4e5f60001 by sg-0a1b2c3d4e5f6000f'],
    ['cordon-node', 'Keep new pods away from a node'],
  ])('says what %s would do', (id, says) => {
    const action = catalogue.get(id);
    expect(action?.would(action.example.parameters)).toBe(says);
  });
});

import { describe, expect, it } from 'vitest';
import type { FieldValue } from '../../../../core/remediation/action.ts';
import { actionOf } from '../../../../core/remediation/catalogue.ts';

/** The change of one field of the example of an action, by form. */
const kept = (id: string, path: string, after: FieldValue) => {
  const action = actionOf({ id });
  const { patches, note } = action.asCode(action.example.parameters, [{ path, before: null, after }]);
  return { ...Object.fromEntries(patches.map(({ form, text }) => [form, text])), note };
};

describe('a change on AWS as code', () => {
  it.each<[string, string, FieldValue, string, string]>([
    ['set-desired-count', 'desiredCount', 4, 'desired_count = 4', 'DesiredCount: 4'],
    [
      'roll-back-task-definition',
      'taskDefinition',
      'basket:6',
      'task_definition = "basket:6"',
      'TaskDefinition: "basket:6"',
    ],
    ['set-task-resources', 'memory', 1024, 'memory = "1024"', 'Memory: "1024"'],
    [
      'set-instance-class',
      'instanceClass',
      'db.r6g.large',
      'instance_class = "db.r6g.large"',
      'DBInstanceClass: "db.r6g.large"',
    ],
    ['grow-storage', 'storageGiB', 200, 'allocated_storage = 200', 'AllocatedStorage: "200"'],
    ['set-memory', 'memoryMiB', 1024, 'memory_size = 1024', 'MemorySize: 1024'],
    [
      'set-reserved-concurrency',
      'reservedConcurrency',
      20,
      'reserved_concurrent_executions = 20',
      'ReservedConcurrentExecutions: 20',
    ],
    [
      'set-reserved-concurrency',
      'reservedConcurrency',
      null,
      'reserved_concurrent_executions = -1',
      'ReservedConcurrentExecutions: !Ref "AWS::NoValue"',
    ],
    ['ensure-forwarding-enabled', 'sourceDestCheck', false, 'source_dest_check = false', 'SourceDestCheck: false'],
    ['ensure-forwarding-disabled', 'sourceDestCheck', true, 'source_dest_check = true', 'SourceDestCheck: true'],
    [
      'isolate-network-interface',
      'securityGroups',
      'sg-0a1b2c3d4e5f6000f',
      'security_groups = ["sg-0a1b2c3d4e5f6000f"]',
      'GroupSet:\n      - "sg-0a1b2c3d4e5f6000f"',
    ],
    [
      'assign-secondary-ip',
      'addresses.10.20.1.75',
      true,
      'private_ips = ["10.20.1.75"]',
      'PrivateIpAddress: "10.20.1.75"',
    ],
  ])('by %s of %s to %s is written', (id, path, after, hcl, cloudFormation) => {
    expect(kept(id, path, after)).toMatchObject({
      hcl: expect.stringContaining(hcl),
      cloudformation: expect.stringContaining(cloudFormation),
    });
  });

  it('names the resource in both languages', () => {
    expect(kept('set-desired-count', 'desiredCount', 4)).toEqual({
      hcl: 'resource "aws_ecs_service" "storefront" {\n  name = "storefront"\n  desired_count = 4\n}',
      cloudformation:
        'Storefront:\n  Type: "AWS::ECS::Service"\n  Properties:\n    Cluster: "quay"\n    ServiceName: "storefront"\n    DesiredCount: 4',
      note: undefined,
    });
  });

  it('says in words that an address goes, and that the others stay in the list', () => {
    expect(kept('unassign-secondary-ip', 'addresses.10.20.1.75', null)).toEqual({
      note: 'take 10.20.1.75 out of private_ips and PrivateIpAddresses of eni-0a1b2c3d4e5f60001',
    });
    expect(kept('assign-secondary-ip', 'addresses.10.20.1.75', true).note).toMatch(/stay in the list/);
  });

  it('writes a property of Cloud Control where it lies, and in Terraform where that is known', () => {
    const queue = {
      type: 'AWS::SQS::Queue',
      identifier: 'https://sqs.eu-central-1.amazonaws.com/123456789012/orders',
      path: '/VisibilityTimeout',
      value: { to: 60 },
    };
    const { patches } = actionOf({ id: 'set-property' }).asCode(queue, [{ path: queue.path, before: 30, after: 60 }]);
    expect(patches).toEqual([
      { form: 'hcl', text: 'resource "aws_sqs_queue" "orders" {\n  visibility_timeout_seconds = 60\n}' },
      {
        form: 'cloudformation',
        text: 'Orders:\n  Type: "AWS::SQS::Queue"\n  Properties:\n    VisibilityTimeout: 60',
      },
    ]);
    expect(kept('set-property', '/ProvisionedThroughput/ReadCapacityUnits', 5)).toEqual({
      cloudformation:
        'Carts:\n  Type: "AWS::DynamoDB::Table"\n  Properties:\n    ProvisionedThroughput:\n      ReadCapacityUnits: 5',
      note: undefined,
    });
  });

  it('says so where a field has no name in code', () => {
    expect(kept('set-memory', '__proto__', 1)).toEqual({
      note: 'what was changed has no field in Terraform or CloudFormation',
    });
  });
});

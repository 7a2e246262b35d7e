import { describe, expect, it } from 'vitest';
import { awsActionsAsCode } from '../../../../core/remediation/as-code/by-action.ts';
import type { FieldValue } from '../../../../core/remediation/action.ts';

const service = { kind: 'EcsService', name: 'quay/storefront' };
const database = { kind: 'DBInstance', name: 'orders-db' };
const lambda = { kind: 'Function', name: 'invoice-render' };
const eni = { kind: 'NetworkInterface', name: 'eni-0a1b2c3d4e5f60002' };
const queue = { kind: 'Queue', name: 'orders' };

const kept = (
  id: string,
  target: { kind: string; name: string },
  path: string,
  after: FieldValue,
  parameters: Record<string, unknown> = {},
) => {
  const keep = awsActionsAsCode.get(id);
  if (keep === undefined) throw new Error(`nothing is said of ${id}`);
  const { patches, note } = keep(target, [{ path, before: null, after }], parameters);
  return { ...Object.fromEntries(patches.map(({ form, text }) => [form, text])), note };
};

describe('a change on AWS as code', () => {
  it.each<[string, { kind: string; name: string }, string, FieldValue, string, string]>([
    ['set-desired-count', service, 'desiredCount', 4, 'desired_count = 4', 'DesiredCount: 4'],
    [
      'roll-back-task-definition',
      service,
      'taskDefinition',
      'basket:6',
      'task_definition = "basket:6"',
      'TaskDefinition: "basket:6"',
    ],
    ['set-task-resources', service, 'memory', 1024, 'memory = "1024"', 'Memory: "1024"'],
    ['set-task-resources', service, 'cpu', 512, 'cpu = "512"', 'Cpu: "512"'],
    [
      'set-instance-class',
      database,
      'instanceClass',
      'db.r6g.large',
      'instance_class = "db.r6g.large"',
      'DBInstanceClass: "db.r6g.large"',
    ],
    ['grow-storage', database, 'storageGiB', 200, 'allocated_storage = 200', 'AllocatedStorage: "200"'],
    ['set-memory', lambda, 'memoryMiB', 1024, 'memory_size = 1024', 'MemorySize: 1024'],
    [
      'set-reserved-concurrency',
      lambda,
      'reservedConcurrency',
      20,
      'reserved_concurrent_executions = 20',
      'ReservedConcurrentExecutions: 20',
    ],
    [
      'set-reserved-concurrency',
      lambda,
      'reservedConcurrency',
      null,
      'reserved_concurrent_executions = -1',
      'ReservedConcurrentExecutions: !Ref "AWS::NoValue"',
    ],
    ['ensure-forwarding-enabled', eni, 'sourceDestCheck', false, 'source_dest_check = false', 'SourceDestCheck: false'],
    ['ensure-forwarding-disabled', eni, 'sourceDestCheck', true, 'source_dest_check = true', 'SourceDestCheck: true'],
    [
      'assign-secondary-ip',
      eni,
      'addresses.10.20.1.75',
      true,
      'private_ips = ["10.20.1.75"]',
      'PrivateIpAddress: "10.20.1.75"',
    ],
  ])('of %s on %o says %s', (id, target, path, after, hcl, cloudFormation) => {
    expect(kept(id, target, path, after)).toMatchObject({
      hcl: expect.stringContaining(hcl),
      cloudformation: expect.stringContaining(cloudFormation),
    });
  });

  it('names the resource in both languages', () => {
    expect(kept('set-desired-count', service, 'desiredCount', 4)).toEqual({
      hcl: 'resource "aws_ecs_service" "storefront" {\n  name = "storefront"\n  desired_count = 4\n}',
      cloudformation:
        'Storefront:\n  Type: "AWS::ECS::Service"\n  Properties:\n    Cluster: "quay"\n    ServiceName: "storefront"\n    DesiredCount: 4',
      note: undefined,
    });
  });

  it('says in words that an address goes, and that the others stay in the list', () => {
    expect(kept('unassign-secondary-ip', eni, 'addresses.10.20.1.75', null)).toEqual({
      note: 'take 10.20.1.75 out of private_ips and PrivateIpAddresses of eni-0a1b2c3d4e5f60002',
    });
    expect(kept('assign-secondary-ip', eni, 'addresses.10.20.1.75', true).note).toMatch(/stay in the list/);
  });

  it('writes a property of Cloud Control where it lies, and in Terraform where that is known', () => {
    const type = 'AWS::SQS::Queue';
    expect(kept('set-property', queue, '/VisibilityTimeout', 60, { type })).toMatchObject({
      hcl: 'resource "aws_sqs_queue" "orders" {\n  visibility_timeout_seconds = 60\n}',
      cloudformation: 'Orders:\n  Type: "AWS::SQS::Queue"\n  Properties:\n    VisibilityTimeout: 60',
    });
    const nested = kept('set-property', queue, '/RedrivePolicy/a~1b', 5, { type });
    expect(nested).toEqual({
      cloudformation: 'Orders:\n  Type: "AWS::SQS::Queue"\n  Properties:\n    RedrivePolicy:\n      "a/b": 5',
      note: undefined,
    });
    expect(kept('set-property', queue, '/VisibilityTimeout', 60).note).toBe('the type of the resource is not known');
  });

  it('says so where a field has no name in code', () => {
    expect(kept('set-memory', lambda, '__proto__', 1)).toEqual({
      note: 'what was changed has no field in Terraform or CloudFormation',
    });
  });
});

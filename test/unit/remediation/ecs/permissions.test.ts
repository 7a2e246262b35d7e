import { describe, expect, it } from 'vitest';
import { sessionPolicy } from '../../../../core/aws/session-policy.ts';
import { catalogue } from '../../../../core/remediation/catalogue.ts';

const place = { partition: 'aws', region: 'eu-central-1', account: '123456789012' };
const named = { cluster: 'checkout-production-quay', service: 'storefront-web-frontend' };
const parameters: Record<string, unknown> = {
  'set-desired-count': { ...named, desiredCount: { by: 1, atLeast: 1, atMost: 9 } },
  'roll-back-task-definition': named,
  'set-task-resources': {
    ...named,
    family: 'storefront-web-frontend',
    memory: { times: 2, atMostMiB: 8192 },
    roles: ['storefront-web-frontend-task', 'ecs/storefront-web-frontend-execution'],
  },
};
const statements = (...ids: string[]) =>
  ids.flatMap((id) => catalogue.get(id)?.permissions(parameters[id], place) ?? []);

const serviceArn = 'arn:aws:ecs:eu-central-1:123456789012:service/checkout-production-quay/storefront-web-frontend';

describe('the permissions of the ECS actions', () => {
  it('are those of the one service, for a number of tasks', () =>
    expect(statements('set-desired-count')).toEqual([
      {
        Sid: 'CountTasks',
        Effect: 'Allow',
        Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
        Resource: [serviceArn],
      },
    ]));

  it('are reading beyond it only where ECS has no resource, for a rollback', () =>
    expect(statements('roll-back-task-definition')).toMatchObject([
      { Action: ['ecs:DescribeServices', 'ecs:UpdateService'], Resource: [serviceArn] },
      { Action: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'], Resource: ['*'] },
    ]));

  it('register one family and pass the named roles to ECS tasks, for the memory', () =>
    expect(statements('set-task-resources').slice(2)).toEqual([
      {
        Sid: 'Register',
        Effect: 'Allow',
        Action: ['ecs:RegisterTaskDefinition'],
        Resource: ['arn:aws:ecs:eu-central-1:123456789012:task-definition/storefront-web-frontend:*'],
      },
      {
        Sid: 'PassRoles',
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: [
          'arn:aws:iam::123456789012:role/storefront-web-frontend-task',
          'arn:aws:iam::123456789012:role/ecs/storefront-web-frontend-execution',
        ],
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
    ]));

  it('pass no role where none is named', () => {
    const without = { ...(parameters['set-task-resources'] as object), roles: [] };
    const given = catalogue.get('set-task-resources')?.permissions(without, place) ?? [];
    expect(given.map(({ Sid }) => Sid)).toEqual(['SetMemory', 'SetMemoryReads', 'Register']);
  });

  it('of all three fit one session, each statement with a name of its own', () => {
    const all = statements(...Object.keys(parameters));
    expect(sessionPolicy(all).length).toBeLessThanOrEqual(2048);
    expect(new Set(all.map(({ Sid }) => Sid)).size).toBe(all.length);
  });
});

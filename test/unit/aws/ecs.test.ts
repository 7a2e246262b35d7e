import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ECSServiceException,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { beforeEach, describe, it } from 'vitest';
import { ecsServiceWriter } from '../../../core/aws/ecs.ts';
import { arn, content } from '../../support/ecs.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const client = mockedClient(ECSClient);
const ecs = ecsServiceWriter(new ECSClient({ region: 'eu-central-1' }));
beforeEach(() => client.reset());

const failure = (name: string, fault: 'client' | 'server' = 'client') =>
  new ECSServiceException({ name, $fault: fault, message: 'hunter2', $metadata: {} });

const createdAt = new Date('2026-11-20T02:00:00.000Z');
const described = {
  serviceName: 'basket',
  clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/quay',
  status: 'ACTIVE',
  schedulingStrategy: 'REPLICA' as const,
  desiredCount: 4,
  runningCount: 3,
  pendingCount: 1,
  taskDefinition: arn('basket', 42),
  deployments: [{ status: 'PRIMARY', taskDefinition: arn('basket', 42), createdAt, failedTasks: 2, id: 'ecs-svc/1' }],
};

describe('an ECS service', () => {
  it('is asked for by cluster and name, and read', async () => {
    client.on(DescribeServicesCommand).resolves({ services: [described], failures: [] });
    expect(await ecs.service('quay', 'basket')).toEqual({
      cluster: 'quay',
      service: 'basket',
      status: 'ACTIVE',
      scheduling: 'REPLICA',
      desiredCount: 4,
      runningCount: 3,
      pendingCount: 1,
      taskDefinition: arn('basket', 42),
      deployments: [{ status: 'PRIMARY', taskDefinition: arn('basket', 42), createdAt, failedTasks: 2 }],
    });
    expect(sent(client, DescribeServicesCommand)).toEqual([{ cluster: 'quay', services: ['basket'] }]);
  });

  it('of another deployment controller has no task definition of its own', async () => {
    const { taskDefinition: _none, deployments: _nor, ...other } = described;
    client.on(DescribeServicesCommand).resolves({ services: [other] });
    expect(await ecs.service('quay', 'basket')).toMatchObject({ taskDefinition: null, deployments: [] });
  });

  it('that is missing, or whose cluster is, is none', async () => {
    client.on(DescribeServicesCommand).resolves({ services: [], failures: [{ arn: 'x', reason: 'MISSING' }] });
    expect(await ecs.service('quay', 'basket')).toBeUndefined();
    client.on(DescribeServicesCommand).rejects(failure('ClusterNotFoundException'));
    expect(await ecs.service('quay', 'basket')).toBeUndefined();
  });

  it.each([
    ['nothing', {}],
    ['another failure', { services: [], failures: [{ reason: 'THROTTLED' }] }],
    ['a service and a failure', { services: [described], failures: [{ reason: 'MISSING' }] }],
    ['two services', { services: [described, described] }],
    ['another service', { services: [{ ...described, serviceName: 'basket-2' }] }],
    ['a service of another cluster', { services: [{ ...described, clusterArn: `${described.clusterArn}-2` }] }],
    ['half a service', { services: [{ serviceName: 'basket' }] }],
  ])('is not guessed from %s', async (_what, answer) => {
    client.on(DescribeServicesCommand).resolves(answer);
    await expect(ecs.service('quay', 'basket')).rejects.toMatchObject({ name: 'ServiceUnavailable' });
  });

  it.each([
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['ThrottlingException', 'client', 'ServiceUnavailable'],
    ['ServerException', 'server', 'ServiceUnavailable'],
    ['InvalidParameterException', 'client', 'ServiceRefused'],
  ] as const)('translates %s of a %s', async (error, fault, name) => {
    client.on(DescribeServicesCommand).rejects(failure(error, fault));
    await expect(ecs.service('quay', 'basket')).rejects.toMatchObject({ name });
  });
});

describe('a task definition', () => {
  const answer = {
    taskDefinition: {
      // The type of the answer knows only what is registered today.
      ...content('basket'),
      taskDefinitionArn: arn('basket', 42),
      revision: 42,
      status: 'ACTIVE' as const,
      registeredAt: createdAt,
      registeredBy: 'arn:aws:iam::123456789012:role/ci',
      requiresAttributes: [{ name: 'ecs.capability' }],
      compatibilities: ['EC2' as const, 'FARGATE' as const],
      pidMode: undefined,
    },
    tags: [{ key: 'team', value: 'checkout' }],
  };
  const read = { arn: arn('basket', 42), family: 'basket', revision: 42, active: true, content: content('basket') };

  it('is read without what ECS adds to it', async () => {
    client.on(DescribeTaskDefinitionCommand).callsFake(() => answer);
    expect(await ecs.taskDefinition(arn('basket', 42))).toEqual(read);
    expect(sent(client, DescribeTaskDefinitionCommand)).toEqual([{ taskDefinition: arn('basket', 42) }]);
  });

  it('that was deregistered is not active', async () => {
    const inactive = { taskDefinition: { ...answer.taskDefinition, status: 'INACTIVE' } };
    client.on(DescribeTaskDefinitionCommand).callsFake(() => inactive);
    expect(await ecs.taskDefinition('basket:42')).toMatchObject({ active: false });
  });

  it('that is not there is none, and half a one is no answer', async () => {
    client.on(DescribeTaskDefinitionCommand).rejects(failure('ClientException'));
    expect(await ecs.taskDefinition('basket:1')).toBeUndefined();
    client.on(DescribeTaskDefinitionCommand).rejects(failure('AccessDeniedException'));
    await expect(ecs.taskDefinition('basket:1')).rejects.toMatchObject({ name: 'NotPermitted' });
    client.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition: { family: 'basket' } });
    await expect(ecs.taskDefinition('basket:1')).rejects.toMatchObject({ name: 'ServiceUnavailable' });
  });

  it('has its revisions listed, the newest first, those of its own family only', async () => {
    client.on(ListTaskDefinitionsCommand).resolves({
      taskDefinitionArns: [
        arn('basket', 9),
        arn('basket', 41),
        arn('basket-next', 50),
        arn('my-basket', 60),
        arn('basket', 10),
      ],
    });
    expect(await ecs.revisions('basket')).toEqual([41, 10, 9].map((n) => arn('basket', n)));
    expect(sent(client, ListTaskDefinitionsCommand)).toEqual([
      { familyPrefix: 'basket', status: 'ACTIVE', sort: 'DESC', maxResults: 100 },
    ]);
    client.on(ListTaskDefinitionsCommand).rejects(failure('ServerException', 'server'));
    await expect(ecs.revisions('basket')).rejects.toMatchObject({ name: 'ServiceUnavailable' });
  });

  it('is registered as it is, with what no release of this code knows', async () => {
    client.on(RegisterTaskDefinitionCommand).callsFake(() => answer);
    const given = content('basket', { newInECS: { on: true } });
    expect(await ecs.register(given)).toEqual(read);
    expect(sent(client, RegisterTaskDefinitionCommand)).toEqual([given]);
  });
});

const changes: [string, () => Promise<unknown>, typeof UpdateServiceCommand | typeof RegisterTaskDefinitionCommand][] =
  [
    ['setDesiredCount', () => ecs.setDesiredCount('quay', 'basket', 6), UpdateServiceCommand],
    ['setTaskDefinition', () => ecs.setTaskDefinition('quay', 'basket', arn('basket', 41)), UpdateServiceCommand],
    ['register', () => ecs.register(content('basket')), RegisterTaskDefinitionCommand],
  ];

describe('a change of ECS', () => {
  it('sends one field of the service and nothing else', async () => {
    client.on(UpdateServiceCommand).resolves({});
    await ecs.setDesiredCount('quay', 'basket', 6);
    await ecs.setTaskDefinition('quay', 'basket', arn('basket', 41));
    expect(sent(client, UpdateServiceCommand)).toEqual([
      { cluster: 'quay', service: 'basket', desiredCount: 6 },
      { cluster: 'quay', service: 'basket', taskDefinition: arn('basket', 41) },
    ]);
  });

  it.each(
    changes.flatMap(([what, run]) =>
      (
        [
          ['InvalidParameterException', 'client', 'PreconditionFailed'],
          ['ServiceNotActiveException', 'client', 'PreconditionFailed'],
          ['AccessDeniedException', 'client', 'NotPermitted'],
          ['ThrottlingException', 'client', 'ProviderUnavailable'],
          ['ServerException', 'server', 'ProviderUnavailable'],
        ] as const
      ).map(([error, fault, name]) => [what, error, name, fault, run] as const),
    ),
  )('%s translates %s into %s', async (_what, error, name, fault, run) => {
    client.onAnyCommand().rejects(failure(error, fault));
    await expect(run()).rejects.toMatchObject({ name, message: expect.not.stringContaining('hunter2') });
  });

  it.each(changes)(
    '%s does not know the outcome when the line was cut, and calls once',
    async (_what, run, command) => {
      client.onAnyCommand().rejects(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
      await expect(run()).rejects.toMatchObject({ name: 'ProviderUnavailable' });
      expect(client.commandCalls(command as typeof UpdateServiceCommand)).toHaveLength(1);
    },
  );
});

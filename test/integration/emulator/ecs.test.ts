import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { ecsServiceWriter } from '../../../core/aws/ecs.ts';
import type { ActionState } from '../../../core/remediation/action.ts';
import { actionOf } from '../../../core/remediation/catalogue.ts';
import { reversed } from '../../../core/remediation/observe.ts';
import { Definition, definitionOf } from '../../../core/aws/ecs-answers.ts';
import { ecsApi } from '../../../local/workload/ecs-api.ts';
import { running } from '../../../local/workload/ecs-service.ts';
import { step } from '../../support/apply-context.ts';
import { arn, content, definition, fakeEcs, service } from '../../support/ecs.ts';
import { describeOnMoto } from './describe-moto.ts';
import { ecsContract, type Opened } from './ecs.contract.ts';
import type { Emulator } from './moto.ts';

describe('plain objects', () =>
  ecsContract(async () => {
    const definitions = [definition('basket', 1), definition('basket', 2)];
    return { ecs: fakeEcs({ services: [service(arn('basket', 2))], definitions }).ecs, family: 'basket' };
  }));

describe('the simulated workload', () =>
  ecsContract(async () => {
    const revision = (n: number) => ({ revision: n, active: true, fails: false, content: content('basket') });
    const at = new Date('2026-03-02T02:10:00.000Z');
    const place = {
      account: '123456789012',
      region: 'eu-central-1',
      loadBalancer: 'app/a/1',
      targetGroup: 'targetgroup/b/2',
    };
    const spec = { cluster: 'quay', name: 'basket', desiredCount: 4, revisions: [revision(1), revision(2)], ...place };
    const simulated = running({ ...spec, alarm: { name: 'basket-cpu', watches: 'cpu' } }, at);
    return { ecs: ecsApi([simulated], () => at), family: 'basket' };
  }));

let families = 0;

/** A family of its own each time: the emulator forgets no revision. Registered by itself, not by what is tested. */
const openOn = async ({ config }: Emulator): Promise<Opened> => {
  families += 1;
  const family = `basket-${families}`;
  const client = new ECSClient(config);
  await client.send(new CreateClusterCommand({ clusterName: 'quay' }));
  const taskDefinition = {
    family,
    cpu: '1024',
    memory: '2048',
    requiresCompatibilities: ['FARGATE' as const],
    executionRoleArn: 'arn:aws:iam::123456789012:role/basket-execution',
    containerDefinitions: [{ name: 'app', image: 'basket:1', environment: [{ name: 'B', value: '1' }] }],
  };
  await client.send(new RegisterTaskDefinitionCommand(taskDefinition));
  const second = await client.send(new RegisterTaskDefinitionCommand(taskDefinition));
  const { arn: present } = definitionOf(Definition.parse(second));
  await client
    .send(new DeleteServiceCommand({ cluster: 'quay', service: 'basket', force: true }))
    .catch(() => undefined);
  await client.send(
    new CreateServiceCommand({ cluster: 'quay', serviceName: 'basket', desiredCount: 4, taskDefinition: present }),
  );
  return { ecs: ecsServiceWriter(client), family };
};

// Left out: what follows from an update. The emulator's deployments stay those the service was made with.
describeOnMoto('the adapter on an emulator', (moto) => {
  ecsContract(() => openOn(moto()));

  const named = { cluster: 'quay', service: 'basket' };
  it.each<[string, (family: string) => Record<string, unknown>]>([
    ['set-desired-count', () => ({ desiredCount: { by: 2, atLeast: 2, atMost: 9 } })],
    ['roll-back-task-definition', () => ({})],
    [
      'set-task-resources',
      (family) => ({ family, memory: { times: 2, atMostMiB: 4096 }, roles: ['basket-execution'] }),
    ],
  ])('%s is planned, applied and undone to the very state it was planned on', async (id, more) => {
    const { ecs, family } = await openOn(moto());
    const action = actionOf({ id });
    const parameters = { ...named, ...more(family) };
    const before: ActionState = (await action.describe(parameters, { ecs })) ?? {};
    const plan = action.plan(parameters, before);
    if (plan.kind !== 'planned') throw new Error(plan.reason);
    await action.apply(parameters, plan.touched, { ecs }, step);
    const changed = (await action.describe(parameters, { ecs })) ?? {};
    for (const { path, after } of plan.touched) expect(changed[path]).toBe(after);
    await action.apply(parameters, reversed(plan.touched), { ecs }, step);
    const restored = (await action.describe(parameters, { ecs })) ?? {};
    for (const { path } of plan.touched) expect(restored[path]).toBe(before[path]);
  });
});

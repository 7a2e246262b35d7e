import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  type ECSClient,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { awsWriters, type ProvidersConfig } from '../../core/aws/providers.ts';
import { portOf } from '../../core/remediation/provider.ts';
import type { EcsServiceWriter, TaskDefinition } from '../../core/remediation/ecs/port.ts';
import { definitionImages } from '../../core/remediation/ecs/task-definition.ts';
import type { EcsTrouble } from '../scenarios/scenario.ts';
import { sampleCluster } from '../scenarios/ecs-services.ts';
import type { World } from '../workload/world.ts';
import type { StandIn } from './stand-in.ts';

const familyOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1, arn.lastIndexOf(':'));

/** What tells the task definitions of a family apart, whatever else an emulator adds to them. */
const lookOf = ({ content }: TaskDefinition): string => JSON.stringify([definitionImages(content), content['memory']]);

const definitionsOf = async (ecs: EcsServiceWriter, arn: string): Promise<TaskDefinition[]> => {
  const found = await Promise.all((await ecs.revisions(familyOf(arn))).map((one) => ecs.taskDefinition(one)));
  return found.filter((one) => one !== undefined).toReversed();
};

/** The definition of this look in an ECS, registered there where it is missing. */
const sameIn = async (ecs: EcsServiceWriter, wanted: TaskDefinition): Promise<TaskDefinition> => {
  const known = (await definitionsOf(ecs, wanted.arn)).findLast((one) => lookOf(one) === lookOf(wanted));
  return known ?? ecs.register(wanted.content);
};

/** A service at the endpoint that stands for a simulated one of the same name. */
export const ecsStandIn = (client: ECSClient, access: ProvidersConfig, trouble: EcsTrouble): StandIn => {
  const { service, at } = trouble;
  const cluster = at?.cluster ?? sampleCluster;
  const name = `${cluster}/${service}`;
  const simulated = (world: World): EcsServiceWriter => portOf(world.writers, 'ecs');
  const real = async (): Promise<EcsServiceWriter> => portOf(await awsWriters('ecs', access), 'ecs');
  const shown = async (ecs: EcsServiceWriter) => {
    const found = await ecs.service(cluster, service);
    if (found === undefined || found.taskDefinition === null) throw new Error(`there is no ECS service ${name}`);
    return { ...found, taskDefinition: found.taskDefinition };
  };
  const describe = async () => {
    const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
    return services.find(({ status }) => status === 'ACTIVE');
  };

  return {
    found: () => ({ trouble, names: new Map() }),
    seed: async (world) => {
      const sample = await shown(simulated(world));
      const ecs = await real();
      await client.send(new CreateClusterCommand({ clusterName: cluster }));
      const registered = new Map<string, string>();
      for (const { arn, content } of await definitionsOf(simulated(world), sample.taskDefinition)) {
        registered.set(arn, (await ecs.register(content)).arn);
      }
      // One that is there is made anew: an update would leave it in the middle of a deployment.
      if ((await describe()) !== undefined) {
        await client.send(new DeleteServiceCommand({ cluster, service, force: true }));
      }
      const { desiredCount } = sample;
      const taskDefinition = registered.get(sample.taskDefinition);
      await client.send(new CreateServiceCommand({ cluster, serviceName: service, taskDefinition, desiredCount }));
      // moto counts tasks as running from the first update on.
      await client.send(new UpdateServiceCommand({ cluster, service, desiredCount }));
      return [
        `ECS service ${name}: ${desiredCount} tasks of ${taskDefinition}, the newest of ${registered.size} revisions`,
      ];
    },
    find: async () => ((await describe()) === undefined ? [`ECS service ${name}`] : []),
    mirror: async (world) => {
      const [sample, ecs] = [simulated(world), await real()];
      const [before, now] = [await shown(sample), await shown(ecs)];
      if (before.desiredCount !== now.desiredCount) await sample.setDesiredCount(cluster, service, now.desiredCount);
      const definition = await ecs.taskDefinition(now.taskDefinition);
      if (definition === undefined) throw new Error(`${name}: its task definition ${now.taskDefinition} is gone`);
      const { arn } = await sameIn(sample, definition);
      if (before.taskDefinition !== arn) await sample.setTaskDefinition(cluster, service, arn);
    },
    read: async () => {
      const found = await describe();
      const taskDefinition = found?.taskDefinition ?? null;
      return { [`${name} desiredCount`]: found?.desiredCount ?? null, [`${name} taskDefinition`]: taskDefinition };
    },
  };
};

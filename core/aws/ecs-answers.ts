import * as z from 'zod';
import type { EcsService } from '../evidence/ports.ts';
import type { TaskDefinition } from '../remediation/ecs/port.ts';

const Count = z.int().nonnegative();

const Service = z.object({
  serviceName: z.string(),
  clusterArn: z.string(),
  status: z.string(),
  schedulingStrategy: z.string().default('REPLICA'),
  desiredCount: Count,
  runningCount: Count,
  pendingCount: Count,
  taskDefinition: z.string().nullish(),
  deployments: z
    .array(
      z.object({
        status: z.string(),
        taskDefinition: z.string(),
        createdAt: z.date(),
        failedTasks: Count.default(0),
      }),
    )
    .default([]),
});

/** The part of a DescribeServices answer that is read. */
export const Services = z.object({
  services: z.array(Service).default([]),
  failures: z.array(z.object({ reason: z.string().optional() })).default([]),
});

/** A described service. Throws when it is another one than was asked for. */
export const serviceOf = (
  { serviceName, clusterArn, schedulingStrategy, taskDefinition, ...found }: z.infer<typeof Service>,
  { cluster, service }: { cluster: string; service: string },
): EcsService => {
  if (serviceName !== service || !clusterArn.endsWith(`:cluster/${cluster}`)) {
    throw new Error(`asked for ${cluster}/${service}, found ${serviceName} of ${clusterArn}`);
  }
  const { status, desiredCount, runningCount, pendingCount, deployments } = found;
  return {
    cluster,
    service,
    status,
    scheduling: schedulingStrategy,
    desiredCount,
    runningCount,
    pendingCount,
    taskDefinition: taskDefinition ?? null,
    deployments,
  };
};

/** The answer of DescribeTaskDefinition and RegisterTaskDefinition. */
export const Definition = z.object({
  taskDefinition: z.looseObject({
    taskDefinitionArn: z.string(),
    family: z.string(),
    revision: z.int().positive(),
    status: z.string(),
    containerDefinitions: z.array(z.looseObject({ name: z.string() })).min(1),
  }),
});

/** What the service adds to what was registered; everything else is registered again as it is. */
const added: ReadonlySet<string> = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
]);

export const definitionOf = ({ taskDefinition }: z.infer<typeof Definition>): TaskDefinition => {
  const { taskDefinitionArn: arn, family, revision, status } = taskDefinition;
  const kept = Object.entries(taskDefinition).filter(([key]) => !added.has(key));
  // The SDK sets what is absent to undefined, which JSON cannot hold.
  const content = z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(Object.fromEntries(kept))));
  return { arn, family, revision, active: status === 'ACTIVE', content };
};

/** Content in the form of a registration; what it holds beside these two is not looked at and goes along. */
export const Registration = z.looseObject({
  family: z.string(),
  containerDefinitions: z.array(z.looseObject({ name: z.string() })),
});

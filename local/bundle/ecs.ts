import * as z from 'zod';
import type { EcsService } from '../../core/evidence/ports.ts';

const Service = z.object({
  serviceName: z.string(),
  clusterArn: z.string(),
  status: z.string(),
  schedulingStrategy: z.string().default('REPLICA'),
  desiredCount: z.number(),
  runningCount: z.number(),
  pendingCount: z.number(),
  taskDefinition: z.string().nullish(),
  deployments: z
    .array(
      z.object({
        status: z.string(),
        taskDefinition: z.string(),
        createdAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
        failedTasks: z.number().default(0),
      }),
    )
    .default([]),
});
const Answer = z.object({ services: z.array(z.unknown()) });

/** The services of a recorded `ecs:DescribeServices`; those of an unknown form are left out. */
export const ecsOf = (described: Readonly<Record<string, unknown>>): EcsService[] =>
  (Answer.safeParse(described['ecs:DescribeServices']).data?.services ?? []).flatMap((raw) => {
    const { data } = Service.safeParse(raw);
    if (data === undefined) return [];
    const { serviceName, clusterArn, schedulingStrategy, taskDefinition, ...found } = data;
    const cluster = clusterArn.split('/').at(-1) ?? clusterArn;
    return [
      {
        ...found,
        cluster,
        service: serviceName,
        scheduling: schedulingStrategy,
        taskDefinition: taskDefinition ?? null,
      },
    ];
  });

/** The same the other way: as DescribeServices answers, as far as it was read. */
export const describedEcs = (services: readonly EcsService[]): Record<string, unknown> =>
  services.length === 0
    ? {}
    : {
        'ecs:DescribeServices': {
          services: services.map(({ cluster, service, scheduling, ...rest }) => ({
            serviceName: service,
            clusterArn: `cluster/${cluster}`,
            schedulingStrategy: scheduling,
            ...rest,
          })),
        },
      };

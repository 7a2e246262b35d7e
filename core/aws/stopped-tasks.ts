import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import type { StoppedTaskReader } from '../evidence/sources.ts';
import type { ClientConfig } from './client-config.ts';
import { calling } from './errors.ts';

/** What one DescribeTasks takes. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const mostTasks = 100;
/** For both calls together. */
const boundMs = 10_000;

/**
 * The tasks of a service that ECS stopped and still remembers, about an hour. Throws `ServiceRefused`, `NotPermitted` or
 * `ServiceUnavailable`.
 */
export const ecsStoppedTasks = (client: Pick<ECSClient, 'send'>): StoppedTaskReader => ({
  stopped: async (cluster, service) => {
    const abortSignal = AbortSignal.timeout(boundMs);
    const list = new ListTasksCommand({
      cluster,
      serviceName: service,
      desiredStatus: 'STOPPED',
      maxResults: mostTasks,
    });
    const { taskArns = [], nextToken } = await calling('ecs ListTasks', () => client.send(list, { abortSignal }));
    if (taskArns.length === 0) return { found: { 'ecs:DescribeTasks': { tasks: [] } }, gaps: [] };
    const describe = new DescribeTasksCommand({ cluster, tasks: taskArns });
    const { tasks = [], failures = [] } = await calling('ecs DescribeTasks', () =>
      client.send(describe, { abortSignal }),
    );
    const unread = failures.filter(({ reason }) => reason !== 'MISSING').length;
    return {
      found: { 'ecs:DescribeTasks': { tasks } },
      gaps: [
        ...(nextToken === undefined ? [] : [`stopped tasks of ${cluster}/${service}: more than ${mostTasks}`]),
        // One that is missing was forgotten between the two calls.
        ...(unread === 0 ? [] : [`stopped tasks of ${cluster}/${service}: ${unread} could not be described`]),
      ],
    };
  },
});

/** A client of its own: whoever loads this file gets no more of the SDK than these calls. */
export const openStoppedTasks = (config: ClientConfig): StoppedTaskReader => ecsStoppedTasks(new ECSClient(config));

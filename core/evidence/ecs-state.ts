import type { Resource } from '../incident/resource.ts';
import type { Finding } from './facts.ts';
import type { EcsService } from './ports.ts';

/** `changes`: what somebody began, with its time; a finding only where the trouble followed soon. */
export type EcsFound = { findings: Finding[]; changes?: Finding[] };

const countFinding = ({ desiredCount, runningCount, pendingCount }: EcsService, resource: Resource): Finding => {
  const short = runningCount < desiredCount;
  const pending = pendingCount > 0 ? `, ${pendingCount} more are starting` : '';
  return {
    fact: desiredCount === 0 ? 'replicas_zero' : short ? 'replicas_unavailable' : 'workload_ready',
    summary: `${runningCount} of ${desiredCount} tasks are running${pending}`,
    resource,
    data: { running: runningCount, wanted: desiredCount, pending: pendingCount },
  };
};

/** What an ECS service shows: its tasks, those that failed in a row, and when the deployment it is in began. */
export const ecsState = (service: EcsService): EcsFound => {
  const resource: Resource = { kind: 'EcsService', name: `${service.cluster}/${service.service}` };
  const deployment = service.deployments.find(({ status }) => status === 'PRIMARY');
  const counted = countFinding(service, resource);
  if (deployment === undefined) return { findings: [counted] };
  // The end of an ARN, `family:revision`, is what people call it.
  const definition = deployment.taskDefinition.split('/').at(-1) ?? '';
  const data = { taskDefinition: definition, failedTasks: deployment.failedTasks };
  const failed: Finding = {
    fact: 'tasks_failed',
    summary: `${deployment.failedTasks} tasks of ${definition} failed in a row`,
    resource,
    data,
  };
  const time = deployment.createdAt.toISOString();
  const began: Finding = {
    fact: 'deployment_started',
    summary: `the deployment of ${definition} began`,
    resource,
    time,
    data,
  };
  return { findings: deployment.failedTasks > 0 ? [counted, failed] : [counted], changes: [began] };
};

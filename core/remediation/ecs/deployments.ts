import type { EcsService } from '../../evidence/ports.ts';

/** Task definition ARNs end in `<family>:<revision>`. */
export const revisionOf = (arn: string): number => Number(arn.slice(arn.lastIndexOf(':') + 1));

/**
 * Why it cannot be told what the service runs and what it ran before, or undefined when it can: one deployment of its
 * present task definition, and beside it at most some that still leave a definition of `expected`.
 */
export const unsettled = (
  { taskDefinition, deployments }: EcsService,
  expected: readonly (string | undefined)[],
): string | undefined => {
  if (taskDefinition === null) return 'another deployment controller keeps its task definition';
  const [primary, ...others] = deployments.filter(({ status }) => status === 'PRIMARY');
  if (primary === undefined || others.length > 0) {
    return `it has ${others.length + (primary === undefined ? 0 : 1)} primary deployments, expected 1`;
  }
  if (primary.taskDefinition !== taskDefinition) return `its deployment is of ${primary.taskDefinition}`;
  const foreign = deployments.find((one) => one.status === 'ACTIVE' && !expected.includes(one.taskDefinition));
  return foreign === undefined ? undefined : `it still runs tasks of ${foreign.taskDefinition}`;
};

import type { EcsService } from '../../core/evidence/ports.ts';
import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { EcsServiceWriter, TaskDefinition } from '../../core/remediation/ecs/port.ts';

export const arn = (family: string, revision: number): string =>
  `arn:aws:ecs:eu-central-1:123456789012:task-definition/${family}:${revision}`;

/** A Fargate task of 1 vCPU and 2 GiB with one container. */
export const content = (family: string, change: Record<string, unknown> = {}): Record<string, unknown> => ({
  family,
  taskRoleArn: `arn:aws:iam::123456789012:role/${family}-task`,
  executionRoleArn: `arn:aws:iam::123456789012:role/ecs/${family}-execution`,
  requiresCompatibilities: ['FARGATE'],
  cpu: '1024',
  memory: '2048',
  containerDefinitions: [
    { name: 'app', image: `registry.example/${family}:1.0`, environment: [{ name: 'TOKEN', value: 'hunter2' }] },
  ],
  ...change,
});

export const definition = (
  family: string,
  revision: number,
  change: Record<string, unknown> = {},
  active = true,
): TaskDefinition => ({ arn: arn(family, revision), family, revision, active, content: content(family, change) });

const began = new Date('2026-11-20T02:00:00.000Z');

/** A settled service of one task definition. */
export const service = (taskDefinition: string, change: Partial<EcsService> = {}): EcsService => ({
  cluster: 'quay',
  service: 'basket',
  status: 'ACTIVE',
  scheduling: 'REPLICA',
  desiredCount: 4,
  runningCount: 4,
  pendingCount: 0,
  taskDefinition,
  deployments: [{ status: 'PRIMARY', taskDefinition, createdAt: began, failedTasks: 0 }],
  ...change,
});

export type FakeEcs = { services: EcsService[]; definitions: TaskDefinition[] };

/** ECS of plain objects: what changes something is in `calls`, what ECS refuses is a `PreconditionFailed`. */
export const fakeEcs = (state: FakeEcs) => {
  const calls: unknown[] = [];
  const find = (cluster: string, name: string): EcsService | undefined =>
    state.services.find((one) => one.cluster === cluster && one.service === name);
  const update = (cluster: string, name: string, change: Partial<EcsService>): void => {
    const found = find(cluster, name);
    if (found === undefined) throw new PreconditionFailed(`there is no service ${cluster}/${name}`);
    Object.assign(found, change);
  };
  const ecs: EcsServiceWriter = {
    service: async (cluster, name) => structuredClone(find(cluster, name)),
    taskDefinition: async (name) => structuredClone(state.definitions.find((one) => one.arn === name)),
    revisions: async (family) =>
      state.definitions
        .filter((one) => one.family === family && one.active)
        .toSorted((a, b) => b.revision - a.revision)
        .map((one) => one.arn),
    setDesiredCount: async (cluster, name, desiredCount) => {
      calls.push({ desiredCount });
      update(cluster, name, { desiredCount });
    },
    setTaskDefinition: async (cluster, name, taskDefinition) => {
      calls.push({ taskDefinition });
      if (!state.definitions.some((one) => one.arn === taskDefinition && one.active)) {
        throw new PreconditionFailed(`${taskDefinition} is not active`);
      }
      update(cluster, name, {
        taskDefinition,
        deployments: [{ status: 'PRIMARY', taskDefinition, createdAt: began, failedTasks: 0 }],
      });
    },
    register: async (given) => {
      calls.push({ registered: given['memory'] });
      const family = String(given['family']);
      const revision = Math.max(0, ...state.definitions.map((one) => one.revision)) + 1;
      const made = { arn: arn(family, revision), family, revision, active: true, content: structuredClone(given) };
      state.definitions.push(made);
      return structuredClone(made);
    },
  };
  return { ecs, calls, state };
};

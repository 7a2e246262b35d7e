import * as z from 'zod';
import type { TaskDefinition } from './port.ts';
import { notOnFargate } from './fargate.ts';
import { passedRoles } from './task-definition.ts';

/** Units of CPU, or MiB of memory, of a whole task: ECS stores `.5 vCPU` as `512` and `1 GB` as `1024`. */
const Size = z
  .string()
  .regex(/^\d{1,7}$/)
  .transform(Number)
  .optional()
  .catch(undefined);

/** What decides how much memory a task may have. */
const Sized = z.object({
  cpu: Size,
  memory: Size,
  requiresCompatibilities: z.array(z.string()).optional(),
  containerDefinitions: z.array(z.object({ memory: z.number().optional() })),
});

/** The memory of the whole task in MiB; undefined where a definition sets none. */
export const taskMemory = (content: TaskDefinition['content']): number | undefined => Sized.parse(content).memory;

/** The same definition with another memory of the whole task, in MiB. */
export const withTaskMemory = (content: TaskDefinition['content'], memoryMiB: number): TaskDefinition['content'] => ({
  ...content,
  memory: String(memoryMiB),
});

export type Wish = {
  family: string;
  memory: { times: number; atMostMiB: number };
  roles: readonly string[];
};
export type Resized = { kind: 'resized'; memoryMiB: number } | { kind: 'impossible'; reason: string };
const impossible = (reason: string): Resized => ({ kind: 'impossible', reason });

/** More memory for the tasks of a definition, or why there can be none that would be accepted and would help. */
export const resized = ({ content, family }: TaskDefinition, { family: wanted, memory, roles }: Wish): Resized => {
  if (family !== wanted) return impossible(`its task definition is of family ${family}, not ${wanted}`);
  const foreign = passedRoles(content).find((role) => !roles.includes(role));
  if (foreign !== undefined) return impossible(`its task definition passes role ${foreign}, which is not in roles`);
  const { memory: now, cpu, requiresCompatibilities, containerDefinitions } = Sized.parse(content);
  if (now === undefined) return impossible('its task definition sets no memory of the whole task');
  if (containerDefinitions.every((container) => container.memory !== undefined)) {
    return impossible('each of its containers has a memory limit of its own, which this action does not raise');
  }
  const memoryMiB = Math.min(Math.floor(now * memory.times), memory.atMostMiB);
  if (memoryMiB <= now) return impossible(`memory is ${now} MiB, at most ${memory.atMostMiB} MiB is allowed`);
  const problem = requiresCompatibilities?.includes('FARGATE') ? notOnFargate(cpu ?? 0, memoryMiB) : undefined;
  return problem === undefined ? { kind: 'resized', memoryMiB } : impossible(problem);
};

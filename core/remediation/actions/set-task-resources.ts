import * as z from 'zod';
import { type ActionState, defineAction, type TouchedField } from '../action.ts';
import { awsAsCode, taskDefinition } from '../as-code/aws.ts';
import { unsettled } from '../ecs/deployments.ts';
import { ofService, passing, readingDefinitions, registering } from '../ecs/permissions.ts';
import { activeService, EcsName, notActive, serviceParameters, serviceTarget } from '../ecs/service.ts';
import { definitionDigest } from '../ecs/task-definition.ts';
import { resized, taskMemory, withTaskMemory } from '../ecs/task-memory.ts';
import { PreconditionFailed } from '../errors.ts';
import type { EcsServiceReader, EcsServiceWriter, TaskDefinition } from '../ecs/port.ts';
import { quantity } from '../../incident/quantity.ts';
import { memoryText, sameQuantity } from '../quantity.ts';
import { differences, sideBySide, valueThen } from '../side-by-side.ts';

/** The name of an IAM role with its path; no pattern. */
const RoleName = z.string().regex(/^[\w+=,.@/-]{1,512}$/);

const Parameters = z.strictObject({
  ...serviceParameters,
  family: EcsName.describe('The family of its task definition, the only one that may get another revision.'),
  memory: z.strictObject({
    times: z.number().gt(1).max(4).describe('The new memory of a task as a multiple of the present one.'),
    atMostMiB: z.int().min(1).max(1_048_576).describe('The new memory is never above this.'),
  }),
  roles: z
    .array(RoleName)
    .max(4)
    .describe('The names, with their paths, of the IAM roles that the task definition may pass to its tasks.'),
});

/** Why there is no change to plan; null when there is one. */
const obstacle = 'obstacle';
const MiB = 2 ** 20;

/** How many of the newest revisions are looked through for one that exists already. */
const mostSearched = 20;

const fieldsOf = (content: TaskDefinition['content']): ActionState => {
  const memory = taskMemory(content);
  return {
    memory: memory === undefined ? null : memoryText(memory * MiB),
    definition: definitionDigest(content),
  };
};

/**
 * Gives the tasks of a service more memory by a revision that differs from the present one in nothing else. What is bound
 * is the SHA-256 of everything that is registered, so that no environment variable is stored or shown. A revision with
 * that content is taken where there is one, and registered where there is none: what a crash left behind is found again,
 * and undo finds the prior one. Tags of a revision are not copied.
 */
export const setTaskResources = defineAction({
  id: 'set-task-resources',
  title: 'Set the memory of the tasks of an ECS service',
  provider: 'ecs',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: {
      cluster: 'quay',
      service: 'storefront',
      family: 'storefront',
      memory: { times: 2, atMostMiB: 8192 },
      roles: ['storefront-task', 'storefront-execution'],
    },
    state: sideBySide(
      { status: 'ACTIVE', [obstacle]: null, memory: '2Gi', definition: 'a'.repeat(64) },
      { memory: '4Gi', definition: 'b'.repeat(64) },
    ),
  },
  target: serviceTarget,
  same: (path, a, b) => (path === 'memory' ? sameQuantity(a, b) : a === b),
  measure: (path) => (path === 'memory' ? 'size' : 'shown'),
  permissions: (p, place) => [
    ofService('SetMemory', p, place),
    readingDefinitions('SetMemoryReads'),
    registering('Register', p.family, place),
    ...passing('PassRoles', p.roles, place),
  ],

  async describe(p, read) {
    const service = await read.service(p.cluster, p.service);
    if (service === undefined) return undefined;
    const { status } = service;
    const present = await definitionOf(service.taskDefinition, read);
    if (present === undefined) return { status, [obstacle]: 'its task definition is not known' };
    const now = { status, ...fieldsOf(present.content) };
    const next = resized(present, p);
    if (next.kind === 'impossible') return { ...now, [obstacle]: next.reason };
    const found = { ...now, [obstacle]: unsettled(service, [present.arn]) ?? null };
    return sideBySide(found, fieldsOf(withTaskMemory(present.content, next.memoryMiB)));
  },

  plan(_p, state) {
    const problem = notActive(state) ?? state[obstacle];
    if (typeof problem === 'string') return { kind: 'impossible', reason: problem };
    if (valueThen(state, 'definition') === undefined) return { kind: 'impossible', reason: 'no other size is known' };
    return { kind: 'planned', touched: differences(state, ['status', obstacle]) };
  },

  asCode: (p, touched) => awsAsCode(taskDefinition, serviceTarget(p), touched),

  async apply(p, touched, write) {
    const service = await activeService(p, write);
    const present = await definitionOf(service.taskDefinition, write);
    const wanted = wantedContent(present, touched);
    const arn = (await existing(p.family, wanted.digest, write)) ?? (await registered(wanted, write));
    await write.setTaskDefinition(p.cluster, p.service, arn);
  },
});

const definitionOf = async (arn: string | null, read: EcsServiceReader): Promise<TaskDefinition | undefined> =>
  arn === null ? undefined : read.taskDefinition(arn);

type Wanted = { content: Record<string, unknown>; digest: string };

/**
 * The present content with the memory that was approved, if the one is what was planned with and the other is what it
 * leads to.
 */
const wantedContent = (present: TaskDefinition | undefined, touched: readonly TouchedField[]): Wanted => {
  const named = new Map(touched.map((field) => [field.path, field]));
  const [memory, definition] = [named.get('memory'), named.get('definition')];
  if (touched.length !== 2 || typeof memory?.after !== 'string' || typeof definition?.after !== 'string') {
    throw new PreconditionFailed('set-task-resources sets the memory and the definition it leads to');
  }
  if (present === undefined || definitionDigest(present.content) !== definition.before) {
    throw new PreconditionFailed('the task definition is not the one that was planned with');
  }
  const content = withTaskMemory(present.content, (quantity(memory.after) ?? 0) / MiB);
  if (definitionDigest(content) !== definition.after) {
    throw new PreconditionFailed('the approved definition is not the present one with the approved memory');
  }
  return { content, digest: definition.after };
};

const existing = async (family: string, digest: string, read: EcsServiceReader): Promise<string | undefined> => {
  for (const arn of (await read.revisions(family)).slice(0, mostSearched)) {
    const found = await read.taskDefinition(arn);
    if (found !== undefined && definitionDigest(found.content) === digest) return arn;
  }
  return undefined;
};

/** Registers the content; where ECS stored something else no service is to run it. */
const registered = async ({ content, digest }: Wanted, write: EcsServiceWriter): Promise<string> => {
  const made = await write.register(content);
  if (definitionDigest(made.content) !== digest) {
    throw new PreconditionFailed(`ECS stored ${made.arn} with another content than was approved`);
  }
  return made.arn;
};

import * as z from 'zod';
import { type ActionState, defineAction } from '../action.ts';
import { awsAsCode, ecsService } from '../as-code/aws.ts';
import { revisionOf, unsettled } from '../ecs/deployments.ts';
import { ofService, readingDefinitions } from '../ecs/permissions.ts';
import { activeService, notActive, serviceParameters, serviceTarget } from '../ecs/service.ts';
import { definitionImages } from '../ecs/task-definition.ts';
import { PreconditionFailed } from '../errors.ts';
import type { EcsServiceReader, TaskDefinition } from '../ecs/port.ts';
import { differences, sideBySide, valueThen } from '../side-by-side.ts';

const Parameters = z.strictObject(serviceParameters);

/** The touched field; the images beside it are for people. */
const field = 'taskDefinition';
/** Why there is no rollback to plan; null when there is one. */
const obstacle = 'obstacle';

const fieldsOf = ({ arn, content }: TaskDefinition): ActionState => ({ [field]: arn, ...definitionImages(content) });

/** The active revision before this one, in its family. */
const previousOf = async (
  { family, revision }: TaskDefinition,
  read: EcsServiceReader,
): Promise<TaskDefinition | undefined> => {
  const arn = (await read.revisions(family)).find((one) => revisionOf(one) < revision);
  return arn === undefined ? undefined : read.taskDefinition(arn);
};

/**
 * Lets a service run the task definition revision before the present one, as its own deployment settings allow. A revision
 * never changes, so its ARN binds every byte of it. A service in the middle of a deployment is rolled back only where
 * nothing but these two revisions is running.
 */
export const rollBackTaskDefinition = defineAction({
  id: 'roll-back-task-definition',
  title: 'Put the previous task definition revision of an ECS service back',
  provider: 'ecs',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: { cluster: 'quay', service: 'basket' },
    state: sideBySide(
      {
        status: 'ACTIVE',
        [obstacle]: null,
        [field]: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/basket:42',
        'containers.app.image': 'registry.example/basket:2.1',
      },
      {
        [field]: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/basket:41',
        'containers.app.image': 'registry.example/basket:2.0',
      },
    ),
  },
  target: serviceTarget,
  measure: (path) => (path === field ? 'switch' : 'shown'),
  permissions: (p, place) => [ofService('RollBack', p, place), readingDefinitions('RollBackReads')],

  async describe(p, read) {
    const service = await read.service(p.cluster, p.service);
    if (service === undefined) return undefined;
    const { status, taskDefinition } = service;
    const present = taskDefinition === null ? undefined : await read.taskDefinition(taskDefinition);
    if (present === undefined)
      return { status, [field]: taskDefinition, [obstacle]: 'its task definition is not known' };
    const now = { status, ...fieldsOf(present) };
    if (!present.active) return { ...now, [obstacle]: 'its revision is no longer active: nothing could put it back' };
    const previous = await previousOf(present, read);
    const found = { ...now, [obstacle]: unsettled(service, [present.arn, previous?.arn]) ?? null };
    return previous === undefined ? found : sideBySide(found, fieldsOf(previous));
  },

  plan(_p, state) {
    const problem = notActive(state) ?? state[obstacle];
    if (typeof problem === 'string') return { kind: 'impossible', reason: problem };
    if (valueThen(state, field) === undefined) {
      return { kind: 'impossible', reason: 'no active revision before the present one is kept' };
    }
    return { kind: 'planned', touched: differences(state, ['status', obstacle]) };
  },

  asCode: (p, touched) => awsAsCode(ecsService, serviceTarget(p), touched),

  async apply(p, touched, write) {
    const change = touched.find(({ path }) => path === field);
    if (typeof change?.after !== 'string') throw new PreconditionFailed('no task definition is named');
    const { taskDefinition } = await activeService(p, write);
    if (taskDefinition !== change.before) {
      throw new PreconditionFailed(`${field}: expected ${String(change.before)}, found ${String(taskDefinition)}`);
    }
    await write.setTaskDefinition(p.cluster, p.service, change.after);
  },
});

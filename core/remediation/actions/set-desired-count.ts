import * as z from 'zod';
import { defineAction } from '../action.ts';
import { awsAsCode, ecsService } from '../as-code/aws.ts';
import { changedCount, countChange } from '../count.ts';
import { ofService } from '../ecs/permissions.ts';
import { activeService, notActive, serviceParameters, serviceTarget } from '../ecs/service.ts';
import { PreconditionFailed } from '../errors.ts';
import { onlyField } from '../only-field.ts';

const Parameters = z.strictObject({
  ...serviceParameters,
  desiredCount: countChange('tasks'),
});

/**
 * Sets how many tasks an ECS service is to run. Where Application Auto Scaling scales the service, its policies go on from
 * the new number, and may take it back: then raise its lower bound instead.
 */
export const setDesiredCount = defineAction({
  id: 'set-desired-count',
  title: 'Set the number of tasks of an ECS service',
  provider: 'ecs',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: { cluster: 'quay', service: 'storefront', desiredCount: { by: 2, atLeast: 2, atMost: 12 } },
    state: { desiredCount: 4, status: 'ACTIVE', scheduling: 'REPLICA' },
  },
  target: serviceTarget,
  permissions: (p, place) => [ofService('CountTasks', p, place)],

  async describe(p, read) {
    const found = await read.service(p.cluster, p.service);
    if (found === undefined) return undefined;
    const { desiredCount, status, scheduling } = found;
    return { desiredCount, status, scheduling };
  },

  plan(p, state) {
    const { desiredCount, scheduling } = state;
    const problem = notActive(state);
    if (problem !== undefined) return { kind: 'impossible', reason: problem };
    if (scheduling !== 'REPLICA' || typeof desiredCount !== 'number') {
      return { kind: 'impossible', reason: 'the service has one task on each instance and no number of its own' };
    }
    if (desiredCount === 0)
      return { kind: 'impossible', reason: 'the service was switched off: its desired count is 0' };
    const { atLeast, atMost } = p.desiredCount;
    const after = changedCount(desiredCount, p.desiredCount);
    if (after === undefined) {
      return { kind: 'impossible', reason: `desiredCount is ${desiredCount}, allowed is ${atLeast} to ${atMost}` };
    }
    return { kind: 'planned', touched: [{ path: 'desiredCount', before: desiredCount, after }] };
  },

  asCode: (p, touched) => awsAsCode(ecsService, serviceTarget(p), touched),

  async apply(p, touched, write) {
    const { before, after } = onlyField(touched, 'desiredCount');
    if (typeof after !== 'number' || after < 1) {
      throw new PreconditionFailed(`desiredCount is never set to ${String(after)}, only to a number above 0`);
    }
    const { desiredCount } = await activeService(p, write);
    if (desiredCount !== before) {
      throw new PreconditionFailed(`desiredCount: expected ${String(before)}, found ${desiredCount}`);
    }
    await write.setDesiredCount(p.cluster, p.service, after);
  },
});

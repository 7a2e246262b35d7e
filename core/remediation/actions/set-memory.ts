import * as z from 'zod';
import { defineAction } from '../action.ts';
import { awsAsCode, lambdaFunction } from '../as-code/aws.ts';
import { PreconditionFailed } from '../errors.ts';
import { FunctionName, functionArn, functionTarget } from '../lambda/function.ts';
import { onlyField } from '../only-field.ts';

/** What Lambda gives, in MiB ("Lambda quotas"). */
const [least, most] = [128, 10_240];

const Parameters = z.strictObject({
  function: FunctionName,
  memory: z.strictObject({
    times: z.number().gt(1).max(4).describe('The new memory as a multiple of the present one.'),
    atMost: z.int().min(least).max(most).describe('The memory is never more than this, in MiB.'),
  }),
});

const field = 'memoryMiB';

/**
 * Sets the memory, and with it the CPU, of the unpublished version of a function: an alias of a published version does not
 * see it. The next execution environments have it.
 */
export const setMemory = defineAction({
  id: 'set-memory',
  title: 'Set the memory of a function',
  provider: 'lambda',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: { function: 'invoice-render', memory: { times: 2, atMost: 3008 } },
    state: { memoryMiB: 512, lastUpdate: 'Successful' },
  },
  target: functionTarget,
  permissions: (p, place) => [
    {
      Sid: 'SetMemory',
      Effect: 'Allow',
      Action: ['lambda:GetFunctionConfiguration', 'lambda:UpdateFunctionConfiguration'],
      Resource: [functionArn(p, place)],
    },
  ],

  async describe(p, read) {
    const found = await read.configuration(p.function);
    if (found === undefined) return undefined;
    // What a failed update left in the configuration is not what runs: the memory is then not known.
    return { [field]: found.lastUpdate === 'Failed' ? null : found.memoryMiB, lastUpdate: found.lastUpdate };
  },

  settling: (_p, { lastUpdate }) => lastUpdate === 'InProgress',

  plan({ memory: { times, atMost } }, state) {
    const before = state[field];
    if (typeof before !== 'number') {
      return { kind: 'impossible', reason: 'the last update of the function failed: its memory is not known' };
    }
    const after = Math.min(Math.floor(before * times), atMost, most);
    return after > before
      ? { kind: 'planned', touched: [{ path: field, before, after }] }
      : { kind: 'impossible', reason: `the memory is ${before} MiB and may not grow beyond ${atMost}` };
  },

  asCode: (p, touched) => awsAsCode(lambdaFunction, functionTarget(p), touched),

  async apply(p, touched, write) {
    const { before, after } = onlyField(touched, field);
    if (typeof after !== 'number') throw new PreconditionFailed(`${String(after)} is no memory in MiB`);
    const live = await write.configuration(p.function);
    if (live === undefined) throw new PreconditionFailed(`function ${p.function} does not exist`);
    if (live.lastUpdate === 'InProgress') throw new PreconditionFailed(`function ${p.function} is being updated`);
    if (live.memoryMiB !== before) {
      throw new PreconditionFailed(`${field}: expected ${String(before)}, found ${live.memoryMiB}`);
    }
    await write.setMemory(p.function, after, live.revisionId);
  },
});

import * as z from 'zod';
import { defineAction } from '../action.ts';
import { awsAsCode, lambdaFunction } from '../as-code/aws.ts';
import { PreconditionFailed } from '../errors.ts';
import { FunctionName, functionArn, functionTarget } from '../lambda/function.ts';
import { onlyField } from '../only-field.ts';

/** What must stay for functions that reserve nothing; Lambda refuses to go below it ("PutFunctionConcurrency"). */
const leastUnreserved = 100;

const Parameters = z.strictObject({
  function: FunctionName,
  reserved: z.strictObject({
    plus: z.int().min(1).max(500).describe('How many more executions at a time than are reserved now.'),
    atMost: z.int().min(1).max(10_000).describe('Never more than this many at a time.'),
  }),
});

const field = 'reservedConcurrency';

/**
 * Raises the number of executions that a function may have at a time, out of what the account has not reserved. What it
 * calls, a database for one, then gets as many more at a time.
 */
export const setReservedConcurrency = defineAction({
  id: 'set-reserved-concurrency',
  title: 'Set the reserved concurrency of a function',
  provider: 'lambda',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: { function: 'invoice-render', reserved: { plus: 10, atMost: 40 } },
    state: { reservedConcurrency: 10, unreservedConcurrency: 900 },
  },
  target: functionTarget,
  permissions: (p, place) => [
    {
      Sid: 'ReserveConcurrency',
      Effect: 'Allow',
      Action: ['lambda:GetFunctionConcurrency', 'lambda:PutFunctionConcurrency'],
      Resource: [functionArn(p, place)],
    },
    // The limit of the account is of no resource: the API has no ARN for it.
    { Sid: 'ReadAccountLimit', Effect: 'Allow', Action: ['lambda:GetAccountSettings'], Resource: ['*'] },
  ],

  async describe(p, read) {
    const found = await read.concurrency(p.function);
    return found === undefined ? undefined : { [field]: found.reserved, unreservedConcurrency: found.unreserved };
  },

  plan({ reserved: { plus, atMost } }, state) {
    const { reservedConcurrency: before, unreservedConcurrency: unreserved } = state;
    if (typeof before !== 'number') {
      return { kind: 'impossible', reason: 'the function reserves nothing: it has what the account has' };
    }
    if (before === 0) return { kind: 'impossible', reason: 'the function was switched off: it may run 0 at a time' };
    const after = Math.min(before + plus, atMost);
    if (after <= before) {
      return { kind: 'impossible', reason: `${before} are reserved and may not grow beyond ${atMost}` };
    }
    if (typeof unreserved !== 'number' || unreserved - (after - before) < leastUnreserved) {
      return {
        kind: 'impossible',
        reason: `${after - before} more would leave fewer than ${leastUnreserved} of ${String(unreserved)} unreserved`,
      };
    }
    return { kind: 'planned', touched: [{ path: field, before, after }] };
  },

  asCode: (p, touched) => awsAsCode(lambdaFunction, functionTarget(p), touched),

  async apply(p, touched, write) {
    const { before, after } = onlyField(touched, field);
    if (typeof after !== 'number') throw new PreconditionFailed(`${String(after)} is no number of executions`);
    const live = await write.concurrency(p.function);
    if (live?.reserved !== before) {
      throw new PreconditionFailed(`${field}: expected ${String(before)}, found ${String(live?.reserved ?? null)}`);
    }
    await write.setReservedConcurrency(p.function, after);
  },
});

import * as z from 'zod';
import { mutated } from './mutated.ts';
import { recorded } from './recorded.ts';
import { type Around, standing } from './standing.ts';
import { refused, type Target, violation } from './target.ts';
import { tracesOf } from './traces.ts';

const Done = z.strictObject({ kind: z.literal('done'), due: z.literal(0), moved: z.literal(0), failed: z.literal(0) });

/** The timekeeper reads no event: whatever starts it, it does what is due, and here nothing is. */
export const timekeeperTarget = (around?: Around): Target => ({
  name: 'timekeeper',
  inputs: mutated([...recorded('timekeeper').values()]),
  open: async () => {
    const stack = await standing(around);
    const traces = tracesOf(stack);
    return {
      send: async (input) => {
        try {
          const done = Done.safeParse(await stack.handlers.get('timekeeper')?.(JSON.parse(input)));
          const { changed } = await traces();
          if (changed !== undefined) return violation(`nothing is due, and yet ${changed}`);
          return done.success ? refused('nothing is due') : violation('something was due');
        } catch (error) {
          return violation(`it threw ${String(error)}`);
        }
      },
      close: async () => undefined,
    };
  },
});

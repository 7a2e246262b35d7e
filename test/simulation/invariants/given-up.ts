import * as z from 'zod';
import type { DeadLetter } from '../../../local/engine/types.ts';

const Text = z.object({ S: z.string() });
const Batch = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ Keys: z.object({ pk: Text, sk: Text }) }) })),
});

/** The keys, as `<pk> <sk>`, of items whose records the auditor gave up: they lie in a queue that has an alarm, to be fed again. */
export const givenUp = (deadLetters: readonly DeadLetter[]): ReadonlySet<string> =>
  new Set(
    deadLetters
      .filter((letter) => letter.function === 'auditor')
      .flatMap(({ event }) => Batch.safeParse(event).data?.Records ?? [])
      .map(({ dynamodb: { Keys } }) => `${Keys.pk.S} ${Keys.sk.S}`),
  );

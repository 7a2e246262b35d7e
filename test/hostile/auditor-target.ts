import * as z from 'zod';
import { createHandler } from '../../functions/auditor/handler.ts';
import { memoryAuditStore } from '../../local/ports/audit-store.ts';
import { localSigner } from '../../local/ports/signer.ts';
import { collectedLog, collectedMeter } from '../../local/ports/telemetry.ts';
import { mutated } from './mutated.ts';
import { recorded } from './recorded.ts';
import { type Judged, refused, type Target, valid, violation } from './target.ts';

const now = () => new Date('2026-11-20T02:40:00.000Z');
const batch = recorded('auditor').get('stream-batch');

/** An auditor that has the recorded batch in its trail already, and the head of this hour. */
const fresh = async () => {
  const auditStore = memoryAuditStore();
  const deps = { auditStore, signer: localSigner(), now };
  const handler = createHandler({ ...deps, log: collectedLog(), meter: collectedMeter() });
  await handler(batch);
  await handler({ 'detail-type': 'Scheduled Event' });
  const trail = async (): Promise<Map<string, string | undefined>> => {
    const keys = await auditStore.list('');
    return new Map(await Promise.all(keys.map(async (key) => [key, await auditStore.get(key)] as const)));
  };
  return { handler, trail };
};

const Failed = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })) });
const Sealed = z.object({ kind: z.enum(['sealed', 'sealed_before']) });

/** A record that may become part of the trail is of the table's stream and of a partition of ours. */
const speaksOfOurs = (input: string): boolean => /aws:dynamodb/.test(input) && /"[A-Z]+#/.test(input);

const judge = async (handler: (event: unknown) => Promise<unknown>, input: string): Promise<Judged> => {
  try {
    const answer = await handler(JSON.parse(input));
    const failed = Failed.safeParse(answer).data?.batchItemFailures;
    if (failed !== undefined) return failed.length > 0 ? refused('batch failure') : valid('nothing to record');
    return Sealed.safeParse(answer).success ? valid('the hour is sealed') : violation('an answer that is none');
  } catch (error) {
    const isSchema = error instanceof Error && error.name === 'ZodError';
    return isSchema ? refused('no batch') : violation(`it threw ${String(error)}`);
  }
};

/** The auditor: what it cannot record is named as the failure of the batch, and nothing in the trail ever changes. */
export const auditorTarget: Target = {
  name: 'auditor',
  // Most changes of a schedule are the schedule still.
  inputs: mutated([batch, batch, batch, batch, ...recorded('auditor').values()]),
  open: async () => {
    let world = await fresh();
    let before = await world.trail();
    return {
      send: async (input) => {
        const judged = await judge(world.handler, input);
        const after = await world.trail();
        if ([...before].some(([key, body]) => after.get(key) !== body)) return violation('a record is another one now');
        if (after.size === before.size) return judged;
        world = await fresh();
        before = await world.trail();
        return speaksOfOurs(input) ? valid('recorded') : violation('it became part of the trail');
      },
      close: async () => undefined,
    };
  },
};

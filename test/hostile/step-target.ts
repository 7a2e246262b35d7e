import * as z from 'zod';
import { mutated } from './mutated.ts';
import { recorded } from './recorded.ts';
import { type Around, type Standing, standing } from './standing.ts';
import { type Judged, refused, type Target, valid, violation } from './target.ts';
import { tracesOf } from './traces.ts';

const Outcome = z.object({ kind: z.string() });
/** What starts a function on the incident that waits: written down here once more, so that no schema judges itself. */
const Current = z.object({
  source: z.literal('sovereign-ops'),
  'detail-type': z.literal('Transition'),
  detail: z.object({ incidentId: z.string(), to: z.literal('awaiting_approval') }),
});

/** How a handler refuses what starts it: with the error of its schema, or because there is no such incident. */
const refusalOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'ZodError') return 'no step event';
  return error.message.startsWith('no incident ') ? 'no such incident' : undefined;
};

const Detail = z.looseObject({ detail: z.looseObject({ incidentId: z.string() }) });
/** The recorded events, about the incident that waits; those of another moment are stale then. */
const documents = (name: string): unknown[] =>
  [...recorded(name)].flatMap(([file, event]) => {
    if (file === 'awaiting-approval' || file === 'reminder') return [];
    const step = Detail.parse(event);
    return [{ ...step, detail: { ...step.detail, incidentId: '@incident@' } }, step];
  });

const judge = async (name: string, { handlers, incidentId }: Standing, input: string): Promise<Judged> => {
  const event: unknown = JSON.parse(input.replaceAll('@incident@', incidentId));
  const handler = handlers.get(name);
  if (handler === undefined) return violation(`there is no handler ${name}`);
  const current = Current.safeParse(event);
  try {
    const { kind } = Outcome.parse(await handler(event));
    if (kind === 'stale') return refused(kind);
    if (name === 'notifier' && current.success && current.data.detail.incidentId === incidentId) return valid(kind);
    return violation(`it was taken for an event: ${kind}`);
  } catch (error) {
    const refusal = refusalOf(error);
    return refusal === undefined ? violation(`it threw ${String(error)}`) : refused(refusal);
  }
};

/** A function that the bus starts. */
export const stepTarget = (name: string, around?: Around): Target => ({
  name,
  inputs: mutated(documents(name)),
  open: async () => {
    const stack = await standing(around);
    const traces = tracesOf(stack);
    await traces();
    return {
      send: async (input) => {
        const judged = await judge(name, stack, input);
        const { changed } = await traces();
        return changed !== undefined && judged.kind === 'refused' ? violation(`refused, and yet ${changed}`) : judged;
      },
      close: async () => undefined,
    };
  },
});

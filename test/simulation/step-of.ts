import * as z from 'zod';

const Started = z.union([
  z.looseObject({ detail: z.looseObject({ to: z.string() }) }).transform(({ detail }) => detail.to),
  z
    .looseObject({ detail: z.looseObject({ state: z.looseObject({ value: z.string() }) }) })
    .transform(({ detail }) => `alarm ${detail.state.value}`),
  z.looseObject({ Records: z.array(z.unknown()) }).transform(() => 'stream'),
  z.looseObject({ path: z.string() }).transform(({ path }) => path.slice(path.lastIndexOf('/') + 1)),
]);

/** What an invocation is about: the status whose step it makes, else what started it. */
export const stepOf = (event: unknown): string => Started.safeParse(event).data ?? 'schedule';

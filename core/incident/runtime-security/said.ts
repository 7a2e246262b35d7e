import * as z from 'zod';

/** What an agent may leave out, or leave empty, which says as much. */
export const said = <T extends z.ZodType<string>>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema]).optional();

import * as z from 'zod';

const JsonObject = z.record(z.string(), z.unknown());
export type JsonObject = z.infer<typeof JsonObject>;

/**
 * The object that a text is, or undefined: most log lines are none, and are told by their first character; those that were
 * cut off by their last, for a failed parse costs a hundred times a good one.
 */
export const jsonObject = (text: string): JsonObject | undefined => {
  if (!text.startsWith('{') || !text.trimEnd().endsWith('}')) return undefined;
  try {
    return JsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

import * as z from 'zod';

/** What is read from the table, before whoever asked parses it. */
export const StoredKey = z.object({ pk: z.string(), sk: z.string() });
export const StoredItem = z.looseObject(StoredKey.shape);

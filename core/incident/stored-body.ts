import type { Item } from './table.ts';

/** One stored body, or undefined when the step that writes it never came. */
export const bodyOf = <T>(item: Item | undefined, schema: { parse(value: unknown): T }): T | undefined =>
  item === undefined ? undefined : schema.parse(item['body']);

import { calling } from './errors.ts';

/** At most so many calls, which take at most so long all together. */
export type Bounds = { pages: number; ms: number };
export type Page<T> = { items: readonly T[]; next?: string | undefined };

/**
 * The items of a read that comes in pages, within its bounds; `complete` is false when there were more. Throws the translated
 * error of a page, a time-out among them: half a list of unknown length is no evidence.
 */
export const pagesOf = async <T>(
  call: string,
  { pages, ms }: Bounds,
  ask: (next: string | undefined, abortSignal: AbortSignal) => Promise<Page<T>>,
): Promise<{ items: T[]; complete: boolean }> => {
  const signal = AbortSignal.timeout(ms);
  const items: T[] = [];
  let next: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const asked = await calling(call, () => ask(next, signal));
    items.push(...asked.items);
    next = asked.next;
    if (next === undefined) return { items, complete: true };
  }
  return { items, complete: false };
};

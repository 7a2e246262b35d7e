/** `tries`: how often the question was asked. `complete` is false where it could not be asked often enough. */
export type Shrunk<T> = { list: T[]; tries: number; complete: boolean };

/** So many pieces of almost the same length, in order; not more than there are elements. */
const split = <T>(list: readonly T[], parts: number): T[][] => {
  const start = (n: number): number => Math.floor((n * list.length) / parts);
  return Array.from({ length: parts }, (_, n) => list.slice(start(n), start(n + 1)));
};

/** The list without one of the pieces, for each of them. */
const without = <T>(pieces: readonly T[][]): T[][] =>
  pieces.map((_, left) => pieces.filter((_piece, n) => n !== left).flat());

/**
 * A part of `list`, in its order, that still fails and of which no single element can be left out. Delta debugging by
 * `ddmin` (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE TSE 28(2), 2002). The whole
 * list must fail, and `stillFails` must answer the same for the same part; it is asked at most `mostTries` times.
 */
export const shrink = async <T>(
  list: readonly T[],
  stillFails: (part: readonly T[]) => Promise<boolean>,
  mostTries: number,
): Promise<Shrunk<T>> => {
  let tries = 0;
  let complete = true;
  const firstFailing = async (parts: readonly T[][]): Promise<T[] | undefined> => {
    for (const part of parts) {
      complete = tries < mostTries;
      if (!complete) return undefined;
      tries += 1;
      if (await stillFails(part)) return part;
    }
    return undefined;
  };

  // Most of what is plainly wrong fails with nothing at all.
  let shortest = (await firstFailing([[]])) ?? [...list];
  let parts = 2;
  while (shortest.length > 1) {
    const pieces = split(shortest, parts);
    const piece = await firstFailing(pieces);
    // Of two pieces each is what is left without the other.
    const smaller = piece ?? (parts > 2 ? await firstFailing(without(pieces)) : undefined);
    if (smaller === undefined && (parts === shortest.length || !complete)) break;
    if (smaller === undefined) parts = Math.min(parts * 2, shortest.length);
    else {
      shortest = smaller;
      parts = piece === undefined ? parts - 1 : 2;
    }
  }
  return { list: shortest, tries, complete };
};

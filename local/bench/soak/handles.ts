/** What keeps this process alive now, by kind: timers, sockets, servers, child processes. */
export const handles = (): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) sums.set(kind, (sums.get(kind) ?? 0) + 1);
  return sums;
};

/** Kinds of which there are more than before. */
export const moreThan = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] =>
  [...after].flatMap(([kind, count]) => {
    const had = before.get(kind) ?? 0;
    return count > had ? [`${count - had} more ${kind}`] : [];
  });

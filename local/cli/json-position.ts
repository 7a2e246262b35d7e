/** What the engine says about a text that may just not be finished yet: it complains about the end, not about a character. */
const mayContinue = (prefix: string): boolean => {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const [, position] = /at position (\d+)/.exec(message) ?? [];
    return position === undefined ? message.startsWith('Unexpected end') : Number(position) >= prefix.length;
  }
};

/**
 * Where a text stops being JSON, as `line 3, column 7`. The engine's own messages name no position in some cases, so
 * the shortest prefix that cannot be continued is searched for.
 */
export const jsonPosition = (text: string): string => {
  let [good, bad] = [0, text.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (mayContinue(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const lines = text.slice(0, good).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
};

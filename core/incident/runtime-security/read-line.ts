import type { ReadLine } from './event.ts';
import { fromHubble } from './hubble.ts';
import { fromTetragon } from './tetragon.ts';

/** CloudWatch Logs takes events of 1 MiB. Less would let whoever starts a program with enough words do it unseen. */
const longest = 1_048_576;

const object = (line: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** One line of an agent's export as an event, or why it is none. Never throws. */
export const readLine = (line: string): ReadLine => {
  if (line.length > longest) return { kind: 'refused', reason: `a line of more than ${longest} characters` };
  const found = object(line);
  if (found === undefined) return { kind: 'refused', reason: 'expected a JSON object a line, found something else' };
  return (
    fromTetragon(found) ??
    fromHubble(found) ?? { kind: 'refused', reason: 'neither an event of Tetragon nor a flow of Hubble' }
  );
};

import type { LineView } from './view.ts';

/**
 * A text of several lines in parts that survive cleaning, which makes one line of whatever it is given: how far each line
 * is indented, in spaces, and what it says.
 */
export const textLines = (text: string): LineView[] =>
  text.split('\n').map((line) => ({ indent: line.length - line.trimStart().length, text: line.trimStart() }));

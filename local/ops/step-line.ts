import { cleanText } from '../../core/incident/text.ts';
import type { Step } from './documents.ts';
import { between, spoken } from './words.ts';

/** A step as one line: when it came since the incident was opened, what it was, who made it and why. */
export const stepLine = ({ status, at, by, reason }: Step, openedAt: string): string => {
  const why = reason === undefined ? '' : `  ${cleanText(reason, 200)}`;
  return `${between(openedAt, at).padStart(7)}  ${spoken(status).padEnd(26)} ${cleanText(by, 64).padEnd(13)}${why}`.trimEnd();
};
